<?php

/**
 * What the module listens to. WHMCS loads this file on every page, so it only names listeners; nothing is read or sent.
 */

use WHMCS\Module\Addon\Supportbridge\Deliveries;
use WHMCS\Module\Addon\Supportbridge\HookTable;
use WHMCS\Module\Addon\Supportbridge\Panel\Screens;
use WHMCS\Module\Addon\Supportbridge\Recorder;

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

require_once __DIR__ . '/autoload.php';

// Hooks that show something: each listener returns what its page is to show.
$screens = [
    'AdminAreaViewTicketPage' => static function ($vars): string {
        return Screens::ticketPage($vars);
    },
    'AdminAreaClientSummaryPage' => static function ($vars): string {
        return Screens::clientPage($vars);
    },
    'ClientAreaPageSubmitTicket' => static function ($vars): array {
        return Screens::ticketForm($vars);
    },
];

foreach ($screens as $hook => $listener) {
    add_hook($hook, 1, $listener);
}

// Hooks that tell the bridge something: each writes one row and returns nothing.
foreach (HookTable::names() as $hook) {
    add_hook($hook, 1, Recorder::listener($hook));
}

add_hook('AfterCronJob', 1, static function ($vars): void {
    Deliveries::fromCron();
});
