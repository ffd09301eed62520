<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Throwable;

/**
 * What happens inside a page: one row is written, and nothing else that the page could notice.
 *
 * Rule: a hook never throws, prints, returns or waits for the network, whatever is broken.
 */
final class Recorder
{
    private static bool $isForBridge = false;

    /** Returns what add_hook wants. Its argument is no array in every hook, so it has no type. */
    public static function listener(string $hook): callable
    {
        return static function ($vars) use ($hook): void {
            self::quietly('an event could not be recorded', static function () use ($hook, $vars): void {
                self::record($hook, $vars);
            });
        };
    }

    /**
     * Does what the bridge asked for: the events of it are echoes.
     *
     * @return mixed what the act returns
     */
    public static function forBridge(callable $act)
    {
        self::$isForBridge = true;
        try {
            return $act();
        } finally {
            self::$isForBridge = false;
        }
    }

    /** Does something inside a page of WHMCS's: what goes wrong is one line in the activity log. */
    public static function quietly(string $failure, callable $act): void
    {
        set_error_handler(static function (): bool {
            return true;
        });
        try {
            $act();
        } catch (Throwable $error) {
            Log::once($failure, $error);
        } finally {
            restore_error_handler();
        }
    }

    /** @param mixed $vars */
    private static function record(string $hook, $vars): void
    {
        $row = HookTable::row($hook);
        if (!Settings::load()->listensTo($row->group)) {
            return;
        }
        Outbox::put(Event::of($hook, $row, $vars, self::$isForBridge));
        Deliveries::afterResponse();
    }
}
