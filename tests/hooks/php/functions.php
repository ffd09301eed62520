<?php

/**
 * The functions that WHMCS gives to modules, in as few lines as they can be had.
 */

use WHMCS\Database\Capsule;

/** @param callable $listener */
function add_hook(string $name, int $priority, $listener): void
{
    $GLOBALS['harness_hooks'][$name][] = $listener;
}

/**
 * Runs a hook as WHMCS does.
 *
 * @param mixed $vars
 *
 * @return list<mixed> what the listeners returned
 */
function run_hook(string $name, $vars = []): array
{
    $returned = [];
    foreach ($GLOBALS['harness_hooks'][$name] ?? [] as $listener) {
        $returned[] = $listener($vars);
    }
    return $returned;
}

function localAPI(string $command, array $values = [], string $admin = ''): array
{
    Faults::meet($command, 'before');
    $answer = (new Shop($admin))->run($command, $values);
    Faults::meet($command, 'after');
    return $answer;
}

function logActivity(string $description, int $client = 0): void
{
    Capsule::table('tblactivitylog')->insert(['description' => $description, 'userid' => $client]);
}

/** The admin area's token, as WHMCS makes it for forms. */
function generate_token(string $kind = 'plain'): string
{
    $token = 'token-of-the-harness';
    return $kind === 'plain' ? $token : "<input type=\"hidden\" name=\"token\" value=\"$token\">";
}

function check_token(string $space = ''): bool
{
    if (($_REQUEST['token'] ?? '') !== 'token-of-the-harness') {
        throw new RuntimeException('Invalid Token');
    }
    return true;
}
