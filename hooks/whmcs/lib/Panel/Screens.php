<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use WHMCS\Module\Addon\Supportbridge\BridgeClient;
use WHMCS\Module\Addon\Supportbridge\Recorder;
use WHMCS\Module\Addon\Supportbridge\Settings;

/**
 * What the hooks of WHMCS's pages show of the bridge.
 *
 * Rule: a page of WHMCS's is never broken by us: what goes wrong is a line in the activity log and an empty place.
 */
final class Screens
{
    /** @param mixed $vars */
    public static function ticketPage($vars): string
    {
        return self::shown($vars, ['ticketid'], '', [TicketPanel::class, 'render']);
    }

    /** @param mixed $vars */
    public static function clientPage($vars): string
    {
        return self::shown($vars, ['userid'], '', [ClientPanel::class, 'render']);
    }

    /**
     * @param mixed $vars
     *
     * @return array<string, mixed>
     */
    public static function ticketForm($vars): array
    {
        $client = is_array($vars) ? ($vars['clientsdetails'] ?? []) : [];
        $ids = (is_array($client) ? $client : []) + ['session' => $_SESSION['uid'] ?? 0];
        return self::shown($ids, ['id', 'userid', 'client_id', 'session'], [], [TicketForm::class, 'variables']);
    }

    /**
     * @param mixed $vars
     * @param list<string> $names where the id stands, the first that holds one
     * @param mixed $nothing
     *
     * @return mixed
     */
    private static function shown($vars, array $names, $nothing, callable $show)
    {
        $shown = $nothing;
        Recorder::quietly('a panel could not be shown', static function () use ($vars, $names, $show, &$shown): void {
            $id = self::id($vars, $names);
            if ($id > 0 && Settings::load()->bridge !== '') {
                $shown = $show(BridgeClient::forPage(), $id);
            }
        });
        return $shown;
    }

    /**
     * @param mixed $vars
     * @param list<string> $names
     */
    private static function id($vars, array $names): int
    {
        foreach ($names as $name) {
            $id = is_array($vars) ? ($vars[$name] ?? 0) : 0;
            if (is_numeric($id) && (int) $id > 0) {
                return (int) $id;
            }
        }
        return 0;
    }
}
