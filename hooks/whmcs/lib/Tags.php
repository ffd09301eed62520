<?php

namespace WHMCS\Module\Addon\Supportbridge;

use WHMCS\Database\Capsule;

/**
 * Ticket tags, in the table that the tag field of the ticket page uses; no page of the vendor's describes it.
 *
 * Rule: only what a call names is added or removed, compared without case; every other tag stays as it is.
 */
final class Tags
{
    private const TABLE = 'tbltickettags';
    private const COLUMNS = ['id', 'ticketid', 'tag'];
    private const LONGEST = 100;

    public static function areSupported(): bool
    {
        $schema = Capsule::schema();
        return $schema->hasTable(self::TABLE) && $schema->hasColumns(self::TABLE, self::COLUMNS);
    }

    /** @return list<string> in the order in which they were set */
    public static function of(int $ticket): array
    {
        $rows = Capsule::table(self::TABLE)->where('ticketid', $ticket)->orderBy('id')->pluck('tag')->all();
        return array_map('strval', $rows);
    }

    /**
     * @param list<int> $tickets
     *
     * @return array<int, list<string>> the tags of each of them that there is
     */
    public static function ofAll(array $tickets): array
    {
        $found = [];
        foreach (Capsule::table('tbltickets')->whereIn('id', $tickets)->pluck('id')->all() as $ticket) {
            $found[(int) $ticket] = [];
        }
        if (self::areSupported()) {
            $rows = Capsule::table(self::TABLE)->whereIn('ticketid', array_keys($found))->orderBy('id');
            foreach ($rows->get(['ticketid', 'tag']) as $row) {
                $found[(int) $row->ticketid][] = (string) $row->tag;
            }
        }
        return $found;
    }

    /**
     * @param list<mixed> $add
     * @param list<mixed> $remove
     *
     * @return list<string> all tags afterwards
     */
    public static function change(int $ticket, array $add, array $remove): array
    {
        return Capsule::connection()->transaction(static function () use ($ticket, $add, $remove): array {
            // The table has no unique index: who changes a ticket's tags waits for who does already
            Capsule::table('tbltickets')->where('id', $ticket)->lockForUpdate()->first(['id']);
            $present = [];
            $dropped = array_flip(self::folded($remove));
            foreach (Capsule::table(self::TABLE)->where('ticketid', $ticket)->get(['id', 'tag']) as $row) {
                $tag = self::fold((string) $row->tag);
                if (isset($dropped[$tag])) {
                    Capsule::table(self::TABLE)->where('id', $row->id)->delete();
                } else {
                    $present[$tag] = true;
                }
            }
            foreach (self::clean($add) as $tag) {
                if (!isset($present[self::fold($tag)])) {
                    $present[self::fold($tag)] = true;
                    Capsule::table(self::TABLE)->insert(['ticketid' => $ticket, 'tag' => $tag]);
                }
            }
            return self::of($ticket);
        });
    }

    /**
     * @param list<mixed> $tags
     *
     * @return list<string>
     */
    private static function folded(array $tags): array
    {
        return array_map([self::class, 'fold'], self::clean($tags));
    }

    private static function fold(string $tag): string
    {
        return function_exists('mb_strtolower') ? mb_strtolower($tag, 'UTF-8') : strtolower($tag);
    }

    /**
     * Returns tags as they may stand in the field: short, on one line.
     *
     * @param list<mixed> $tags
     *
     * @return list<string>
     */
    private static function clean(array $tags): array
    {
        $clean = [];
        foreach (array_filter($tags, 'is_string') as $tag) {
            $tag = trim((string) preg_replace('/[\x00-\x1f\x7f,<>]+/', ' ', $tag));
            if ($tag !== '' && strlen($tag) <= self::LONGEST) {
                $clean[] = $tag;
            }
        }
        return $clean;
    }
}
