<?php

namespace WHMCS\Module\Addon\Supportbridge;

use WHMCS\Database\Capsule;

/**
 * What the admin has set under Configure; WHMCS keeps it in tbladdonmodules. The secret is not among it (see Secret).
 */
final class Settings
{
    public const MODULE = 'supportbridge';
    public const GROUPS = ['clients', 'orders', 'services', 'addons', 'tickets', 'quotes', 'invoices'];

    private const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

    /** Where the bridge is reached, without a slash at its end; "" until it is set. */
    public string $bridge;

    /** Username of the admin that replies and notes are written as. */
    public string $admin;

    /** Whether deactivating the module deletes its tables. */
    public bool $deletesData;

    /** @var array<string, bool> */
    private array $groups = [];

    private static ?self $loaded = null;

    /**
     * @param array<string, string> $values as they stand in tbladdonmodules
     */
    public function __construct(array $values)
    {
        $this->bridge = rtrim(trim($values['bridge_url'] ?? ''), '/');
        $this->admin = trim($values['admin'] ?? '');
        $this->deletesData = self::isOn($values['delete_data'] ?? '');
        foreach (self::GROUPS as $group) {
            $this->groups[$group] = self::isOn($values["group_$group"] ?? 'on');
        }
    }

    /** Reads the settings, once a request. */
    public static function load(): self
    {
        if (self::$loaded === null) {
            $rows = Capsule::table('tbladdonmodules')->where('module', self::MODULE)->get(['setting', 'value']);
            $values = [];
            foreach ($rows as $row) {
                $values[$row->setting] = (string) $row->value;
            }
            self::$loaded = new self($values);
        }
        return self::$loaded;
    }

    /** Forgets what was read, for whoever changes the settings and goes on. */
    public static function forget(): void
    {
        self::$loaded = null;
    }

    public function listensTo(string $group): bool
    {
        return $this->bridge !== '' && ($this->groups[$group] ?? false);
    }

    /** Where events go. */
    public function webhookAddress(): string
    {
        return $this->bridge . '/webhooks/whmcs';
    }

    /** Whether the address may be sent to: https, but for this very machine. */
    public function isBridgeSafe(): bool
    {
        $parts = parse_url($this->bridge);
        if (!is_array($parts) || !isset($parts['scheme'], $parts['host'])) {
            return false;
        }
        return $parts['scheme'] === 'https'
            || ($parts['scheme'] === 'http' && in_array($parts['host'], self::LOOPBACK, true));
    }

    private static function isOn(string $value): bool
    {
        return in_array(strtolower($value), ['on', 'yes', '1'], true);
    }
}
