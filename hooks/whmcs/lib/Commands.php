<?php

namespace WHMCS\Module\Addon\Supportbridge;

use WHMCS\Database\Capsule;

/**
 * The commands that the bridge may give: an allow-list of WHMCS's own, run through localAPI, and five of the module's.
 */
final class Commands
{
    private const READS = [
        'GetClients', 'GetClientsDetails', 'GetClientsProducts', 'GetClientsAddons', 'GetProducts', 'GetTicket',
        'GetTickets', 'GetTicketNotes', 'GetTicketCounts', 'GetQuotes', 'GetOrders', 'GetInvoice',
        'GetSupportDepartments', 'GetSupportStatuses', 'WhmcsDetails',
    ];
    private const WRITES = [
        'AddTicketReply', 'AddTicketNote', 'DeleteTicketNote', 'UpdateTicket', 'CreateQuote', 'SendQuote',
        'SetTicketTags',
    ];

    /** The module's own: name => method. */
    private const OWN = [
        'GetTicketTags' => 'getTicketTags',
        'SetTicketTags' => 'setTicketTags',
        'ReadTicket' => 'readTicket',
        'ReadClient' => 'readClient',
        'BridgeInfo' => 'bridgeInfo',
    ];

    private const PAGE = 100;
    private const MOST_PAGES = 100;
    private const MOST_TICKETS = 1000;

    /** Username of the admin that all of it is done as. */
    private string $admin;

    public function __construct(string $admin)
    {
        $this->admin = $admin;
    }

    /** Returns a command's proper name; null: it is not on the list. */
    public static function allowed(string $command): ?string
    {
        foreach (array_merge(self::READS, self::WRITES, array_keys(self::OWN)) as $name) {
            if (strcasecmp($name, $command) === 0) {
                return $name;
            }
        }
        return null;
    }

    public static function isWrite(string $name): bool
    {
        return in_array($name, self::WRITES, true);
    }

    /**
     * Runs a command that is on the list; what WHMCS refuses is an answer too.
     *
     * @param array<string, mixed> $params
     *
     * @return array<string, mixed>
     */
    public function run(string $name, array $params): array
    {
        return Recorder::forBridge(function () use ($name, $params): array {
            $own = self::OWN[$name] ?? null;
            return Redaction::of($own === null ? $this->whmcs($name, $params) : $this->{$own}($params));
        });
    }

    /** The full name that the admin's replies are written under; null: there is no such admin. */
    public function staffName(): ?string
    {
        $row = Capsule::table('tbladmins')->where('username', $this->admin)->first(['firstname', 'lastname']);
        return $row === null ? null : trim($row->firstname . ' ' . $row->lastname);
    }

    /** Whether what stands under this name was written here; WHMCS may give the full name or the username. */
    public function areOurs(string $author): bool
    {
        return Text::isSame($author, $this->staffName()) || Text::isSame($author, $this->admin);
    }

    private function whmcs(string $name, array $params): array
    {
        // Without a customer's id a reply is staff's: under the name in the settings, whatever the call says
        if ($name === 'AddTicketReply') {
            unset($params['clientid'], $params['contactid'], $params['name'], $params['email']);
            $params['adminusername'] = $this->admin;
        }
        $answer = localAPI($name, $params, $this->admin);
        return is_array($answer) ? $answer : self::refusal('WHMCS gave no answer');
    }

    private function getTicketTags(array $params): array
    {
        if (isset($params['ticketids'])) {
            $tickets = array_slice(array_map('intval', (array) $params['ticketids']), 0, self::MOST_TICKETS);
            return ['result' => 'success', 'tags_of' => (object) Tags::ofAll($tickets)];
        }
        $ticket = (int) ($params['ticketid'] ?? 0);
        if (!self::hasTicket($ticket)) {
            return self::refusal('Ticket ID Not Found');
        }
        return ['result' => 'success', 'tags' => Tags::areSupported() ? Tags::of($ticket) : []];
    }

    private function setTicketTags(array $params): array
    {
        $ticket = (int) ($params['ticketid'] ?? 0);
        if (!Tags::areSupported()) {
            return self::refusal('Tags are not supported by this installation');
        }
        if (!self::hasTicket($ticket)) {
            return self::refusal('Ticket ID Not Found');
        }
        $tags = Tags::change($ticket, (array) ($params['add'] ?? []), (array) ($params['remove'] ?? []));
        return ['result' => 'success', 'tags' => $tags];
    }

    private function readTicket(array $params): array
    {
        $ticket = (int) ($params['ticketid'] ?? 0);
        $answer = $this->whmcs('GetTicket', ['ticketid' => $ticket]);
        if (($answer['result'] ?? '') !== 'success') {
            return $answer;
        }
        return $answer + ['tags' => Tags::areSupported() ? Tags::of($ticket) : []];
    }

    /** Details, sign-up date, products and addons in one answer; the sign-up date is in no answer of WHMCS's own. */
    private function readClient(array $params): array
    {
        $client = (int) ($params['clientid'] ?? 0);
        $answer = $this->whmcs('GetClientsDetails', ['clientid' => $client]);
        if (($answer['result'] ?? '') !== 'success') {
            return $answer;
        }
        $details = (array) ($answer['client'] ?? $answer);
        $details['datecreated'] = (string) Capsule::table('tblclients')->where('id', $client)->value('datecreated');
        $addons = $this->whmcs('GetClientsAddons', ['clientid' => $client]);
        $products = $this->products($client);
        if ($products === null || ($addons['result'] ?? '') !== 'success') {
            return self::refusal('The products and addons could not be read');
        }
        $listed = ['products' => $products, 'addons' => Rows::of($addons, 'addons', 'addon')];
        return ['result' => 'success', 'client' => $details] + $listed;
    }

    /** @return list<array<string, mixed>>|null null: half a list is none */
    private function products(int $client): ?array
    {
        $found = [];
        for ($page = 0; $page < self::MOST_PAGES; $page++) {
            $asked = ['clientid' => $client, 'limitstart' => count($found), 'limitnum' => self::PAGE];
            $answer = $this->whmcs('GetClientsProducts', $asked);
            if (($answer['result'] ?? '') !== 'success') {
                return null;
            }
            $rows = Rows::of($answer, 'products', 'product');
            $found = array_merge($found, $rows);
            if ($rows === [] || count($found) >= (int) ($answer['totalresults'] ?? 0)) {
                return $found;
            }
        }
        return null;
    }

    private function bridgeInfo(array $params): array
    {
        $details = $this->whmcs('WhmcsDetails', []);
        return [
            'result' => 'success',
            'version' => Setup::VERSION,
            'whmcs' => (string) ($details['whmcs']['version'] ?? ''),
            'time' => date(DATE_ATOM),
            'timezone' => date_default_timezone_get(),
            'tags_supported' => Tags::areSupported(),
            'outbox_waiting' => Outbox::countWaiting(),
        ];
    }

    private static function hasTicket(int $ticket): bool
    {
        return Capsule::table('tbltickets')->where('id', $ticket)->exists();
    }

    /** @return array{result: string, message: string} */
    private static function refusal(string $message): array
    {
        return ['result' => 'error', 'message' => $message];
    }
}
