<?php

/**
 * The few of WHMCS's tables that the module and the harness touch, with the columns that they touch.
 */

use Illuminate\Database\Schema\Blueprint;
use WHMCS\Database\Capsule;

$tables = [
    'tbladdonmodules' => ['module' => 'text', 'setting' => 'text', 'value' => 'text'],
    'tblactivitylog' => ['id' => 'id', 'description' => 'text', 'userid' => 'int'],
    'tbladmins' => ['id' => 'id', 'username' => 'text', 'firstname' => 'text', 'lastname' => 'text'],
    'tblclients' => [
        'id' => 'id', 'firstname' => 'text', 'lastname' => 'text', 'email' => 'text', 'status' => 'text',
        'language' => 'text', 'datecreated' => 'text', 'password' => 'text',
    ],
    'tblhosting' => [
        'id' => 'id', 'userid' => 'int', 'packageid' => 'int', 'domainstatus' => 'text', 'regdate' => 'text',
        'password' => 'text',
    ],
    'tblhostingaddons' => [
        'id' => 'id', 'userid' => 'int', 'hostingid' => 'int', 'addonid' => 'int', 'status' => 'text',
        'regdate' => 'text',
    ],
    'tblorders' => ['id' => 'id', 'userid' => 'int', 'status' => 'text'],
    'tblinvoices' => ['id' => 'id', 'userid' => 'int', 'status' => 'text'],
    'tblupgrades' => ['id' => 'id', 'userid' => 'int', 'relid' => 'int', 'type' => 'text'],
    'tblquotes' => [
        'id' => 'id', 'userid' => 'int', 'subject' => 'text', 'stage' => 'text', 'validuntil' => 'text',
        'datecreated' => 'text',
    ],
    'tblquoteitems' => [
        'id' => 'id', 'quoteid' => 'int', 'description' => 'text', 'quantity' => 'text', 'unitprice' => 'text',
        'discount' => 'text', 'taxable' => 'int',
    ],
    'tbltickets' => [
        'id' => 'id', 'tid' => 'text', 'did' => 'int', 'userid' => 'int', 'title' => 'text', 'message' => 'text',
        'status' => 'text', 'urgency' => 'text', 'date' => 'text', 'lastreply' => 'text',
    ],
    'tblticketreplies' => [
        'id' => 'id', 'tid' => 'int', 'userid' => 'int', 'admin' => 'text', 'message' => 'text', 'date' => 'text',
    ],
    'tblticketnotes' => ['id' => 'id', 'ticketid' => 'int', 'admin' => 'text', 'message' => 'text', 'date' => 'text'],
    'tbltickettags' => ['id' => 'id', 'ticketid' => 'int', 'tag' => 'text'],
];

foreach ($tables as $name => $columns) {
    Capsule::schema()->create($name, static function (Blueprint $table) use ($columns): void {
        foreach ($columns as $column => $type) {
            if ($type === 'id') {
                $table->increments($column);
            } elseif ($type === 'int') {
                $table->integer($column)->default(0);
            } else {
                $table->text($column)->nullable();
            }
        }
    });
}
Capsule::table('tbladmins')->insert(['username' => 'bridge', 'firstname' => 'Support', 'lastname' => 'Bridge']);
