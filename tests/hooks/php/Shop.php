<?php

use WHMCS\Database\Capsule;

/**
 * Stands for WHMCS's API: the actions that the module may call, in the vendor's shapes, on the harness's tables.
 *
 * Like the real one it encodes what it stores, names the admin by the full name, and runs its own hooks.
 */
final class Shop
{
    private string $admin;

    public function __construct(string $admin)
    {
        $row = Capsule::table('tbladmins')->where('username', $admin)->first();
        $this->admin = $row ? $row->firstname . ' ' . $row->lastname : '';
    }

    public function run(string $command, array $values): array
    {
        try {
            return ['result' => 'success'] + $this->{$command}($values);
        } catch (DomainException $refusal) {
            return ['result' => 'error', 'message' => $refusal->getMessage()];
        }
    }

    private function encryptPassword(array $values): array
    {
        return ['password' => base64_encode(strrev($values['password2']))];
    }

    private function decryptPassword(array $values): array
    {
        return ['password' => strrev(base64_decode($values['password2']))];
    }

    private function whmcsDetails(array $values): array
    {
        return ['whmcs' => ['version' => '8.13.1', 'canonicalversion' => '8.13.1-release.1']];
    }

    private function getTicket(array $values): array
    {
        $ticket = $this->ticket($values);
        $replies = [$this->replyRow($ticket, '0')];
        foreach (Capsule::table('tblticketreplies')->where('tid', $ticket->id)->orderBy('id')->get() as $reply) {
            $replies[] = $this->replyRow($reply, (string) $reply->id);
        }
        return [
            'ticketid' => (string) $ticket->id,
            'tid' => $ticket->tid,
            'deptid' => (string) $ticket->did,
            'deptname' => 'Support',
            'userid' => (string) $ticket->userid,
            'name' => 'Zoë Client',
            'email' => 'zoe@customers.example',
            'date' => $ticket->date,
            'subject' => $ticket->title,
            'status' => $ticket->status,
            'priority' => $ticket->urgency,
            'admin' => '',
            'lastreply' => $ticket->lastreply,
            'replies' => ['reply' => $replies],
            'notes' => ['note' => $this->notes($ticket->id, 'noteid')],
        ];
    }

    private function replyRow(object $row, string $id): array
    {
        return [
            'replyid' => $id,
            'userid' => (string) $row->userid,
            'name' => '',
            'email' => '',
            'date' => $row->date,
            'message' => $row->message,
            'admin' => $row->admin ?? '',
        ];
    }

    private function notes(int $ticket, string $id): array
    {
        $notes = [];
        foreach (Capsule::table('tblticketnotes')->where('ticketid', $ticket)->orderBy('id')->get() as $note) {
            $row = ['admin' => $note->admin, 'date' => $note->date, 'message' => $note->message];
            $notes[] = [$id => (string) $note->id] + $row;
        }
        return $notes;
    }

    private function getTicketNotes(array $values): array
    {
        $notes = $this->notes($this->ticket($values)->id, 'id');
        return ['totalresults' => count($notes), 'notes' => ['note' => $notes]];
    }

    private function addTicketReply(array $values): array
    {
        $ticket = $this->ticket($values);
        $message = self::said($values);
        $id = Capsule::table('tblticketreplies')->insertGetId(
            ['tid' => $ticket->id, 'admin' => $this->admin, 'message' => $message, 'date' => date('Y-m-d H:i:s')]
        );
        $status = $values['status'] ?? 'Answered';
        Capsule::table('tbltickets')->where('id', $ticket->id)->update(['status' => $status]);
        run_hook('TicketAdminReply', [
            'ticketid' => $ticket->id, 'replyid' => $id, 'deptid' => $ticket->did, 'deptname' => 'Suporte Técnico',
            'subject' => $ticket->title, 'message' => $message, 'priority' => $ticket->urgency,
            'admin' => $this->admin, 'status' => $status,
        ]);
        return [];
    }

    private function addTicketNote(array $values): array
    {
        $ticket = $this->ticket($values);
        $message = self::said($values);
        Capsule::table('tblticketnotes')->insert(
            ['ticketid' => $ticket->id, 'admin' => $this->admin, 'message' => $message, 'date' => date('Y-m-d H:i:s')]
        );
        $said = ['ticketid' => $ticket->id, 'message' => $message, 'adminid' => 1, 'attachments' => ''];
        run_hook('TicketAddNote', $said);
        return [];
    }

    private function deleteTicketNote(array $values): array
    {
        if (Capsule::table('tblticketnotes')->where('id', $values['noteid'])->delete() === 0) {
            throw new DomainException('Note ID Not Found');
        }
        return [];
    }

    private function updateTicket(array $values): array
    {
        $ticket = $this->ticket($values);
        if (isset($values['priority'])) {
            Capsule::table('tbltickets')->where('id', $ticket->id)->update(['urgency' => $values['priority']]);
            $changed = ['ticketid' => $ticket->id, 'priority' => $values['priority']];
            run_hook('TicketPriorityChange', $changed);
        }
        return ['ticketid' => (string) $ticket->id];
    }

    private function createQuote(array $values): array
    {
        if (($values['subject'] ?? '') === '') {
            throw new DomainException('Subject is required');
        }
        $until = DateTime::createFromFormat('d/m/Y', $values['validuntil']);
        $quote = [
            'userid' => $values['userid'], 'subject' => htmlspecialchars($values['subject'], ENT_QUOTES),
            'stage' => $values['stage'], 'validuntil' => $until->format('Y-m-d'), 'datecreated' => date('Y-m-d'),
        ];
        $id = Capsule::table('tblquotes')->insertGetId($quote);
        Faults::meet('CreateQuote', 'between');
        $lines = unserialize(base64_decode($values['lineitems']), ['allowed_classes' => false]);
        foreach ($lines as $line) {
            Capsule::table('tblquoteitems')->insert([
                'quoteid' => $id, 'description' => $line['desc'], 'quantity' => (string) $line['qty'],
                'unitprice' => $line['up'], 'discount' => $line['discount'], 'taxable' => (int) $line['taxable'],
            ]);
        }
        run_hook('QuoteCreated', ['quoteid' => $id, 'status' => $values['stage']]);
        return ['quoteid' => (string) $id];
    }

    private function sendQuote(array $values): array
    {
        $quote = Capsule::table('tblquotes')->where('id', $values['quoteid']);
        if ($quote->first() === null) {
            throw new DomainException('Quote ID Not Found');
        }
        $quote->update(['stage' => 'Delivered']);
        Capsule::table('tblactivitylog')->insert(['description' => "Quote {$values['quoteid']} mailed"]);
        run_hook('QuoteStatusChange', ['quoteid' => $values['quoteid'], 'status' => 'Delivered']);
        return [];
    }

    private function getQuotes(array $values): array
    {
        $query = Capsule::table('tblquotes')->orderByDesc('id');
        $encoded = isset($values['subject']) ? htmlspecialchars($values['subject'], ENT_QUOTES) : null;
        foreach (['quoteid' => 'id', 'userid' => 'userid'] as $name => $column) {
            if (!empty($values[$name])) {
                $query->where($column, $values[$name]);
            }
        }
        $quotes = [];
        foreach ($encoded === null ? $query->get() : $query->where('subject', $encoded)->get() as $row) {
            $items = self::rows(Capsule::table('tblquoteitems')->where('quoteid', $row->id));
            $quotes[] = get_object_vars($row) + ['client' => null, 'items' => ['item' => $items]];
        }
        return self::page($quotes, 'quotes', 'quote', $values);
    }

    private function getClientsDetails(array $values): array
    {
        $row = Capsule::table('tblclients')->where('id', $values['clientid'])->first();
        if ($row === null) {
            throw new DomainException('Client Not Found');
        }
        $client = get_object_vars($row) + ['client_id' => $row->id, 'userid' => $row->id, 'cclastfour' => '4242'];
        unset($client['datecreated']);
        return ['client' => $client];
    }

    private function getClientsProducts(array $values): array
    {
        $rows = [];
        foreach (Capsule::table('tblhosting')->where('userid', $values['clientid'])->get() as $row) {
            $rows[] = [
                'id' => (string) $row->id, 'clientid' => (string) $row->userid, 'pid' => (string) $row->packageid,
                'regdate' => $row->regdate, 'status' => $row->domainstatus, 'password' => $row->password,
            ];
        }
        return self::page($rows, 'products', 'product', $values);
    }

    private function getClientsAddons(array $values): array
    {
        $rows = [];
        foreach (Capsule::table('tblhostingaddons')->where('userid', $values['clientid'])->get() as $row) {
            $rows[] = [
                'id' => (string) $row->id, 'userid' => (string) $row->userid, 'serviceid' => (string) $row->hostingid,
                'addonid' => (string) $row->addonid, 'status' => $row->status, 'regdate' => $row->regdate,
            ];
        }
        return ['totalresults' => count($rows), 'addons' => $rows === [] ? '' : ['addon' => $rows]];
    }

    private function getOrders(array $values): array
    {
        $rows = self::rows(Capsule::table('tblorders')->where('id', $values['id']));
        return self::page($rows, 'orders', 'order', $values);
    }

    /** @return list<array<string, mixed>> */
    private static function rows(object $query): array
    {
        return array_map('get_object_vars', $query->get()->all());
    }

    private static function page(array $rows, string $plural, string $singular, array $values): array
    {
        $start = (int) ($values['limitstart'] ?? 0);
        $shown = array_slice($rows, $start, (int) ($values['limitnum'] ?? 25));
        $triplet = ['totalresults' => count($rows), 'startnumber' => $start, 'numreturned' => count($shown)];
        return $triplet + [$plural => $shown === [] ? '' : [$singular => $shown]];
    }

    private function ticket(array $values): object
    {
        $ticket = Capsule::table('tbltickets')->where('id', $values['ticketid'] ?? 0)->first();
        if ($ticket === null) {
            throw new DomainException('Ticket ID Not Found');
        }
        return $ticket;
    }

    private static function said(array $values): string
    {
        $message = trim($values['message'] ?? '');
        if ($message === '') {
            throw new DomainException('Message is required');
        }
        return htmlspecialchars($message, ENT_QUOTES);
    }
}
