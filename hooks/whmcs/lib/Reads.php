<?php

namespace WHMCS\Module\Addon\Supportbridge;

use WHMCS\Database\Capsule;

/**
 * What some hooks leave out and the bridge needs to know whom to look at: one row each, by its primary key.
 */
final class Reads
{
    /** name => table, columns as they are called in the event */
    private const TABLES = [
        'ticket' => ['tbltickets', ['userid']],
        'order' => ['tblorders', ['userid']],
        // Of the one order hook that runs afterwards, the status is the order's own
        'placed' => ['tblorders', ['userid', 'status']],
        'invoice' => ['tblinvoices', ['userid']],
        'quote' => ['tblquotes', ['userid']],
        'service' => ['tblhosting', ['userid']],
        'upgrade' => ['tblupgrades', ['userid']],
    ];

    /**
     * @param string $read "ticket ticketid": what is read, and the variable that holds its id; "" for nothing
     * @param array<string, mixed> $data
     *
     * @return array<string, mixed> what belongs beside the data; without an answer nothing: the bridge asks instead
     */
    public static function beside(string $read, array $data): array
    {
        [$name, $variable] = explode(' ', $read) + [1 => ''];
        $id = $data[$variable] ?? null;
        if (!isset(self::TABLES[$name]) || !is_scalar($id) || (int) $id <= 0) {
            return [];
        }
        [$table, $columns] = self::TABLES[$name];
        $row = Capsule::table($table)->where('id', (int) $id)->first($columns);
        return $row === null ? [] : get_object_vars($row);
    }
}
