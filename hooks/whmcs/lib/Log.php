<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Throwable;

/**
 * The module's lines in WHMCS's activity log: each thing once a request, never a ticket's text, a name or a secret.
 */
final class Log
{
    /** @var array<string, bool> */
    private static array $said = [];

    /** Says what happened; the error's own words are left out, because a database quotes its parameters. */
    public static function once(string $what, ?Throwable $error = null): void
    {
        if (isset(self::$said[$what])) {
            return;
        }
        self::$said[$what] = true;
        try {
            if (function_exists('logActivity')) {
                logActivity('Support Bridge: ' . $what . ($error === null ? '' : ' (' . self::kind($error) . ')'));
            }
        } catch (Throwable $ignored) {
            // The log is in the database that has just failed: there is nobody left to tell.
            return;
        }
    }

    /** What an error is, in a word. */
    public static function kind(Throwable $error): string
    {
        $path = explode('\\', get_class($error));
        return end($path) . ' ' . $error->getCode();
    }
}
