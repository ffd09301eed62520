<?php

/**
 * Stands for WHMCS's init.php: the database, the functions that modules call, the hooks of the modules installed.
 *
 * HARNESS_ROOT is a folder made for one test; the module is copied into it as an admin would copy it.
 */

define('WHMCS', true);
date_default_timezone_set('Europe/Lisbon');

require_once '/usr/share/php/Illuminate/Database/autoload.php';
require_once __DIR__ . '/Shop.php';
require_once __DIR__ . '/Faults.php';
require_once __DIR__ . '/functions.php';

// What the module itself does wrong is written down, for every test to look at afterwards.
set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    if (strpos($file, '/modules/addons/supportbridge/') !== false) {
        file_put_contents(HARNESS_ROOT . '/errors.log', "$message in $file:$line\n", FILE_APPEND);
    }
    return $level === E_DEPRECATED;
});

$capsule = new Illuminate\Database\Capsule\Manager();
$capsule->addConnection(json_decode(file_get_contents(HARNESS_ROOT . '/database.json'), true));
$capsule->setAsGlobal();
class_alias(Illuminate\Database\Capsule\Manager::class, 'WHMCS\\Database\\Capsule');

foreach (glob(HARNESS_ROOT . '/modules/addons/*/hooks.php') as $file) {
    require_once $file;
}
