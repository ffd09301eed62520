<?php

/**
 * Empties every table but the secret's and the admins', ids included.
 */

use WHMCS\Database\Capsule;

$kept = ['mod_supportbridge_secrets', 'tbladmins', 'sqlite_sequence'];
$isMysql = Capsule::connection()->getDriverName() === 'mysql';
$tables = Capsule::select($isMysql ? 'SHOW TABLES' : "SELECT name FROM sqlite_master WHERE type = 'table'");
if (!$isMysql) {
    Capsule::table('sqlite_sequence')->where('name', 'not like', 'mod_supportbridge_secrets')->delete();
}
foreach ($tables as $row) {
    $table = current((array) $row);
    if (!in_array($table, $kept, true) && Capsule::table($table)->exists()) {
        Capsule::table($table)->delete();
        if ($isMysql) {
            Capsule::statement("ALTER TABLE `$table` AUTO_INCREMENT = 1");
        }
    }
}
