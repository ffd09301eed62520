"""Every hook's variables as the vendor documents them (whmcs.md 1), each secret or private one holding HUSH.

What WHMCS hands to a module is more than what may leave: here is all of it.
"""

from collections.abc import Mapping

HUSH = "HUSH-this-never-leaves"

Variables = Mapping[str, object]

PERSON: Variables = {
    **dict.fromkeys(("firstname", "lastname", "companyname", "email", "address1", "address2", "city", "state"), HUSH),
    **dict.fromkeys(("postcode", "phonenumber", "tax_id", "password", "notes", "authmodule", "authdata"), HUSH),
    **dict.fromkeys(("uuid", "cardnum", "bankacct"), HUSH),
}
CLIENT: Variables = {"userid": 42}
SERVICE: Variables = {"userid": 42, "serviceid": 8}
MODULE: Variables = {
    "params": {
        **dict.fromkeys(("username", "password", "serverpassword", "serveraccesshash", "configoption1"), HUSH),
        **{name: {"nested": HUSH} for name in ("clientsdetails", "customfields", "configoptions")},
        "domain": HUSH,
        "serviceid": 8,
        "userid": 42,
        "pid": 3,
        "serverid": 1,
        "producttype": "hostingaccount",
        "moduletype": "cpanel",
    }
}
ADDON: Variables = {"id": 77, "userid": 42, "serviceid": 8, "addonid": 7}
ORDER: Variables = {"orderid": 5}
FRAUD_CHECK: Variables = {
    "orderid": 5, "ordernumber": HUSH, "invoiceid": 9, "amount": HUSH, "fraudresults": {"ip": HUSH}, "isfraud": False,
    "clientdetails": PERSON,
}  # fmt: skip  # the vendor's own order, in few lines
TICKET: Variables = {
    "ticketid": 7, "deptid": 1, "deptname": "Suporte Técnico", "subject": HUSH, "message": HUSH, "priority": "Medium",
}  # fmt: skip
OPENED: Variables = {**TICKET, "ticketmask": "ABC-1", "userid": 42}
INVOICE: Variables = {"invoiceid": 9}

VARIABLES: Mapping[str, Variables] = {
    "ClientAdd": {**PERSON, "client_id": 42, "user_id": 5042, "userid": 42, "customFields": {"1": HUSH}},
    "ClientEdit": {**PERSON, "userid": 42, "status": "Active", "olddata": {**PERSON, "status": "Closed"}},
    **dict.fromkeys(("ClientClose", "PreDeleteClient", "ClientDelete"), CLIENT),
    "AfterClientMerge": {"toUserID": 42, "fromUserID": 43},
    "AfterShoppingCartCheckout": {
        "OrderID": 5, "OrderNumber": HUSH, "ServiceIDs": [8], "AddonIDs": [77], "DomainIDs": [], "RenewalIDs": [],
        "PaymentMethod": HUSH, "InvoiceID": 9, "TotalDue": HUSH,
    },
    "OrderPaid": {"orderId": 5, "userId": 42, "invoiceId": 9},
    **dict.fromkeys(
        ("AcceptOrder", "PendingOrder", "CancelOrder", "CancelAndRefundOrder", "FraudOrder", "DeleteOrder"), ORDER
    ),
    **dict.fromkeys(("AfterFraudCheck", "FraudCheckPassed", "FraudCheckFailed"), FRAUD_CHECK),
    **{f"AfterModule{act}": MODULE for act in ("Create", "Suspend", "Unsuspend", "Terminate", "ChangePackage")},
    **{
        f"AfterModule{act}AddOnFeature": {"params": {**dict(MODULE)["params"], "addonId": 77}}  # type: ignore[dict-item]  # an object
        for act in ("Provision", "Deprovision", "Suspend", "Unsuspend")
    },
    **dict.fromkeys(("ServiceEdit", "AdminServiceEdit"), SERVICE),
    "ServiceDelete": {"userid": 42, "clientId": 42, "serviceid": 8},
    "CancellationRequest": {"userid": 42, "relid": 8, "reason": HUSH, "type": "Immediate"},
    "ServiceRecurringCompleted": {"serviceid": 8, "recurringinvoices": HUSH},
    **{f"After{what}Upgrade": {"upgradeid": 4} for what in ("Product", "Addon", "ConfigOptions")},
    "PreUpgradeCheckout": {"clientId": 42, "upgradeId": 4, "serviceId": 8, "amount": HUSH, "discount": HUSH},
    **{f"Addon{act}": ADDON for act in ("Add", "Activated", "Edit", "Suspended", "Unsuspended")},
    **{f"Addon{act}": ADDON for act in ("Terminated", "Cancelled", "Renewal", "Fraud")},
    "AddonActivation": {**ADDON, "clientid": 42},
    "AddonDeleted": {"id": 77},
    "TicketOpen": OPENED,
    "TicketOpenAdmin": OPENED,
    "TicketUserReply": {**TICKET, "replyid": 70, "userid": 42, "status": "Customer-Reply"},
    "TicketAdminReply": {**TICKET, "replyid": 71, "admin": HUSH, "status": "Answered"},
    "TicketClose": {"ticketid": 7},
    "TicketStatusChange": {"adminid": 1, "status": "Closed", "ticketid": 7},
    "TicketDepartmentChange": {"ticketid": 7, "deptid": 2, "deptname": "Vendas"},
    "TicketPriorityChange": {"ticketid": 7, "priority": "High"},
    "TicketSubjectChange": {"ticketid": 7, "subject": HUSH},
    "TicketFlagged": {"ticketid": 7, "adminid": 1, "adminname": HUSH},
    "TicketAddNote": {"ticketid": 7, "message": HUSH, "adminid": 1, "attachments": HUSH},
    "TicketDelete": {"ticketId": 7, "adminId": 1},
    "TicketDeleteReply": {"ticketId": 7, "replyId": 70, "adminId": 1},
    "TicketMerge": {"mergedTicketIds": [8, 9], "masterTicketId": 7},
    "TicketSplit": {"originalTicketId": 7, "newTicketID": 10},
    "QuoteCreated": {"quoteid": 12, "status": "Draft"},
    "QuoteStatusChange": {"quoteid": 12, "status": "Delivered"},
    "AcceptQuote": {"quoteid": 12, "invoiceid": 9},
    **dict.fromkeys(
        ("InvoicePaidPreEmail", "AddInvoicePayment", "InvoiceUnpaid", "InvoiceCancelled", "InvoiceRefunded"), INVOICE
    ),
    # An object in WHMCS: here what would leave of one, were it taken apart
    "InvoicePaid": {**INVOICE, "invoice": {"id": 9, "notes": HUSH}},
}  # fmt: skip  # one line a hook

#: Rows that the one indexed read of a hook finds: all of client 42's.
ROWS: Mapping[str, Variables] = {
    "tblorders": {"id": 5, "userid": 42, "status": "Pending"},
    "tblinvoices": {"id": 9, "userid": 42},
    "tblupgrades": {"id": 4, "userid": 42, "relid": 8},
    "tblquotes": {"id": 12, "userid": 42},
    "tblhosting": {"id": 8, "userid": 42},
}
