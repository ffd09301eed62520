<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Illuminate\Database\Schema\Blueprint;
use WHMCS\Database\Capsule;

/**
 * The module's own tables, beside WHMCS's in the same database: what is written with a page's own connection.
 *
 * Rule: making them is repeatable; each table is made where it is missing. Times are seconds since 1970.
 */
final class Schema
{
    public const OUTBOX = 'mod_supportbridge_outbox';
    public const KEYS = 'mod_supportbridge_keys';
    public const SECRETS = 'mod_supportbridge_secrets';
    public const ANSWERS = 'mod_supportbridge_answers';

    public static function make(): void
    {
        $schema = Capsule::schema();
        foreach (self::tables() as $name => $columns) {
            if (!$schema->hasTable($name)) {
                $schema->create($name, $columns);
            }
        }
    }

    public static function drop(): void
    {
        foreach (array_keys(self::tables()) as $name) {
            Capsule::schema()->dropIfExists($name);
        }
    }

    /** @return array<string, callable(Blueprint): void> */
    private static function tables(): array
    {
        return [
            self::OUTBOX => static function (Blueprint $table): void {
                self::outbox($table);
            },
            self::KEYS => static function (Blueprint $table): void {
                self::keys($table);
            },
            self::SECRETS => static function (Blueprint $table): void {
                $table->bigIncrements('id');
                $table->text('value');
                $table->unsignedBigInteger('created');
                $table->unsignedBigInteger('retires')->nullable();
            },
            self::ANSWERS => static function (Blueprint $table): void {
                $table->string('path', 128)->primary();
                $table->unsignedInteger('status');
                $table->unsignedTinyInteger('is_late');
                $table->mediumText('document');
                $table->unsignedBigInteger('expires');
            },
        ];
    }

    /** One row an event. The body is plain ASCII (JSON escapes the rest), so no connection's charset can change it. */
    private static function outbox(Blueprint $table): void
    {
        // A row is told only if the page that wrote it keeps what it did
        $table->engine = 'InnoDB';
        $table->bigIncrements('id');
        $table->string('webhook_id', 64)->unique();
        $table->string('type', 64);
        $table->string('subject', 64);
        $table->text('body');
        $table->string('state', 12);
        $table->unsignedBigInteger('created');
        $table->unsignedBigInteger('next_attempt');
        $table->unsignedBigInteger('claimed_until')->default(0);
        $table->unsignedInteger('attempts')->default(0);
        $table->unsignedBigInteger('last_attempt')->nullable();
        $table->unsignedInteger('last_status')->nullable();
        $table->string('last_error')->default('');
        $table->index(['state', 'next_attempt'], 'supportbridge_due');
        $table->index(['subject', 'state', 'id'], 'supportbridge_order');
    }

    /** One row a write that the bridge asked for; kept for good, for a key must never do its deed again. */
    private static function keys(Blueprint $table): void
    {
        $table->engine = 'InnoDB';
        $table->bigIncrements('id');
        // Upper and lower case are different keys, whatever the database thinks of letters otherwise
        $table->string('webhook_id', 128)->charset('ascii')->collation('ascii_bin')->unique();
        $table->string('command', 64);
        $table->unsignedBigInteger('claimed');
        $table->unsignedBigInteger('mark')->nullable();
        $table->mediumText('answer')->nullable();
    }
}
