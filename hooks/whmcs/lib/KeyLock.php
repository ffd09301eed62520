<?php

namespace WHMCS\Module\Addon\Supportbridge;

use PDO;
use Throwable;
use WHMCS\Database\Capsule;

/**
 * A lock on a key that lives as long as this process's database connection: MySQL's GET_LOCK.
 *
 * Rule: where it cannot be had (another database, a cluster that forbids it) the unique row alone decides, and only its
 * age tells the dead from the slow.
 */
final class KeyLock
{
    private string $name;
    private bool $isHeld = false;

    public function __construct(string $key)
    {
        // At most 64 characters, the same server may serve several installations
        $this->name = 'sb_' . substr(hash('sha256', Capsule::connection()->getDatabaseName() . "\n" . $key), 0, 60);
    }

    /** Takes the lock without waiting; false: another process has it, and lives. */
    public function take(): bool
    {
        if (!self::isGranted()) {
            return true;
        }
        try {
            // On the connection that writes: a reading one may lead to another server
            $row = Capsule::connection()->selectOne('SELECT GET_LOCK(?, 0) AS granted', [$this->name], false);
        } catch (Throwable $error) {
            Log::once('this database grants no locks; keys of broken calls are settled after some minutes', $error);
            return true;
        }
        $this->isHeld = (int) $row->granted === 1;
        return $this->isHeld;
    }

    /** Before MySQL 5.7 a second lock of one connection, WHMCS's own perhaps, let go of the first. */
    private static function isGranted(): bool
    {
        if (Capsule::connection()->getDriverName() !== 'mysql') {
            return false;
        }
        $version = (string) Capsule::connection()->getPdo()->getAttribute(PDO::ATTR_SERVER_VERSION);
        return stripos($version, 'mariadb') !== false || version_compare($version, '5.7', '>=');
    }

    public function isHeld(): bool
    {
        return $this->isHeld;
    }

    public function release(): void
    {
        if ($this->isHeld) {
            Capsule::connection()->selectOne('SELECT RELEASE_LOCK(?) AS freed', [$this->name], false);
            $this->isHeld = false;
        }
    }
}
