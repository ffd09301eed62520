<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * Which hooks the bridge is told of, and what of each may leave this installation.
 *
 * Rule: only what is named here leaves. The bridge needs to know whom to look at and since when; what is so it reads
 * afterwards. So these are ids, statuses and departments: no password, no card, no module parameter, no ticket's text.
 *
 * A row is: the settings' group; whose order is kept, as `kind=variable`, the first that is there; the variables,
 * in WHMCS's own spelling, a dot for one level down; and the one indexed read that adds what the hook leaves out.
 */
final class HookTable
{
    private const MODULE = 'params.serviceid params.userid params.pid params.addonId params.producttype'
        . ' params.moduletype';
    private const OF_MODULE = ['services', 'client=params.userid service=params.serviceid', self::MODULE];
    private const OF_SERVICE = ['services', 'client=userid service=serviceid', 'userid serviceid'];
    private const OF_ADDON = ['addons', 'client=userid addon=id', 'id userid clientid serviceid addonid'];
    private const OF_ORDER = ['orders', 'client=userid order=orderid', 'orderid', 'order orderid'];
    private const OF_FRAUD_CHECK = ['orders', 'client=userid order=orderid', 'orderid invoiceid', 'order orderid'];
    private const OF_UPGRADE = ['services', 'client=userid upgrade=upgradeid', 'upgradeid', 'upgrade upgradeid'];
    private const OF_QUOTE = ['quotes', 'quote=quoteid', 'quoteid status', 'quote quoteid'];
    private const OF_INVOICE = ['invoices', 'client=userid invoice=invoiceid', 'invoiceid', 'invoice invoiceid'];
    private const OF_TICKET_OPENING = [
        'tickets', 'ticket=ticketid', 'ticketid ticketmask userid deptid deptname priority',
    ];

    private const ROWS = [
        // Clients
        'ClientAdd' => ['clients', 'client=client_id client=userid', 'client_id user_id userid'],
        'ClientEdit' => ['clients', 'client=userid', 'userid status olddata.status'],
        'ClientClose' => ['clients', 'client=userid', 'userid'],
        'PreDeleteClient' => ['clients', 'client=userid', 'userid'],
        'ClientDelete' => ['clients', 'client=userid', 'userid'],
        'AfterClientMerge' => ['clients', 'client=toUserID', 'toUserID fromUserID'],

        // Orders; most of these run before the order's status changes
        'AfterShoppingCartCheckout' => [
            'orders', 'client=userid order=OrderID',
            'OrderID ServiceIDs AddonIDs DomainIDs RenewalIDs InvoiceID', 'placed OrderID',
        ],
        'OrderPaid' => ['orders', 'client=userId', 'orderId userId invoiceId'],
        'AcceptOrder' => self::OF_ORDER,
        'PendingOrder' => self::OF_ORDER,
        'CancelOrder' => self::OF_ORDER,
        'CancelAndRefundOrder' => self::OF_ORDER,
        'FraudOrder' => self::OF_ORDER,
        'DeleteOrder' => self::OF_ORDER,
        'AfterFraudCheck' => self::OF_FRAUD_CHECK,
        'FraudCheckPassed' => self::OF_FRAUD_CHECK,
        'FraudCheckFailed' => self::OF_FRAUD_CHECK,

        // Services; module hooks have their variables one level down, among passwords
        'AfterModuleCreate' => self::OF_MODULE,
        'AfterModuleSuspend' => self::OF_MODULE,
        'AfterModuleUnsuspend' => self::OF_MODULE,
        'AfterModuleTerminate' => self::OF_MODULE,
        'AfterModuleChangePackage' => self::OF_MODULE,
        'AfterModuleProvisionAddOnFeature' => self::OF_MODULE,
        'AfterModuleDeprovisionAddOnFeature' => self::OF_MODULE,
        'AfterModuleSuspendAddOnFeature' => self::OF_MODULE,
        'AfterModuleUnsuspendAddOnFeature' => self::OF_MODULE,
        'ServiceEdit' => self::OF_SERVICE,
        'AdminServiceEdit' => self::OF_SERVICE,
        'ServiceDelete' => ['services', 'client=clientId client=userid', 'userid clientId serviceid'],
        'CancellationRequest' => ['services', 'client=userid', 'userid relid type'],
        'ServiceRecurringCompleted' => [
            'services', 'client=userid service=serviceid', 'serviceid', 'service serviceid',
        ],
        'AfterProductUpgrade' => self::OF_UPGRADE,
        'AfterAddonUpgrade' => self::OF_UPGRADE,
        'AfterConfigOptionsUpgrade' => self::OF_UPGRADE,
        'PreUpgradeCheckout' => ['services', 'client=clientId', 'clientId upgradeId serviceId'],

        // Addons; of one that was deleted there is nothing left but its id
        'AddonAdd' => self::OF_ADDON,
        'AddonActivation' => self::OF_ADDON,
        'AddonActivated' => self::OF_ADDON,
        'AddonEdit' => self::OF_ADDON,
        'AddonSuspended' => self::OF_ADDON,
        'AddonUnsuspended' => self::OF_ADDON,
        'AddonTerminated' => self::OF_ADDON,
        'AddonCancelled' => self::OF_ADDON,
        'AddonRenewal' => self::OF_ADDON,
        'AddonFraud' => self::OF_ADDON,
        'AddonDeleted' => ['addons', 'addon=id', 'id'],

        // Tickets
        'TicketOpen' => self::OF_TICKET_OPENING,
        'TicketOpenAdmin' => self::OF_TICKET_OPENING,
        'TicketUserReply' => [
            'tickets', 'ticket=ticketid', 'ticketid replyid userid deptid deptname priority status',
        ],
        'TicketAdminReply' => [
            'tickets', 'ticket=ticketid', 'ticketid replyid deptid deptname priority status', 'ticket ticketid',
        ],
        'TicketClose' => ['tickets', 'ticket=ticketid', 'ticketid', 'ticket ticketid'],
        'TicketStatusChange' => ['tickets', 'ticket=ticketid', 'ticketid adminid status', 'ticket ticketid'],
        'TicketDepartmentChange' => ['tickets', 'ticket=ticketid', 'ticketid deptid deptname', 'ticket ticketid'],
        'TicketPriorityChange' => ['tickets', 'ticket=ticketid', 'ticketid priority', 'ticket ticketid'],
        'TicketSubjectChange' => ['tickets', 'ticket=ticketid', 'ticketid', 'ticket ticketid'],
        'TicketFlagged' => ['tickets', 'ticket=ticketid', 'ticketid adminid', 'ticket ticketid'],
        'TicketAddNote' => ['tickets', 'ticket=ticketid', 'ticketid adminid', 'ticket ticketid'],
        'TicketDelete' => ['tickets', 'ticket=ticketId', 'ticketId adminId'],
        'TicketDeleteReply' => ['tickets', 'ticket=ticketId', 'ticketId replyId adminId', 'ticket ticketId'],
        'TicketMerge' => ['tickets', 'ticket=masterTicketId', 'mergedTicketIds masterTicketId'],
        'TicketSplit' => ['tickets', 'ticket=originalTicketId', 'originalTicketId newTicketID'],

        // Quotes and invoices
        'QuoteCreated' => self::OF_QUOTE,
        'QuoteStatusChange' => self::OF_QUOTE,
        'AcceptQuote' => ['quotes', 'quote=quoteid', 'quoteid invoiceid', 'quote quoteid'],
        'InvoicePaidPreEmail' => self::OF_INVOICE,
        'InvoicePaid' => self::OF_INVOICE,
        'AddInvoicePayment' => self::OF_INVOICE,
        'InvoiceUnpaid' => self::OF_INVOICE,
        'InvoiceCancelled' => self::OF_INVOICE,
        'InvoiceRefunded' => self::OF_INVOICE,
    ];

    /** @return list<string> */
    public static function names(): array
    {
        return array_keys(self::ROWS);
    }

    public static function row(string $hook): HookRow
    {
        $row = self::ROWS[$hook];
        return new HookRow($row[0], explode(' ', $row[1]), explode(' ', $row[2]), $row[3] ?? '');
    }
}
