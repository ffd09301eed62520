<?php

namespace WHMCS\Module\Addon\Supportbridge;

use WHMCS\Database\Capsule;

/**
 * The secret shared with the bridge: made here, shown once, kept encrypted by WHMCS, replaced without a gap.
 *
 * After a rotation the old one is accepted, and signed with beside the new one, for a day: time to tell the bridge.
 */
final class Secret
{
    public const OVERLAP = 86400;

    private const PREFIX = 'whsec_';
    private const BYTES = 32;

    // How a row is kept. Where WHMCS would not encrypt, the row is as readable as the settings of other modules are.
    private const ENCRYPTED = 'whmcs:';
    private const PLAIN = 'plain:';

    public static function exists(): bool
    {
        return self::rows()->count() > 0;
    }

    /** The secret in force; null: there is none (any more) that could be read. */
    public static function current(): ?string
    {
        return self::accepted()[0] ?? null;
    }

    /**
     * All that are in force, the newest first: requests are verified with any of them, events signed with each.
     *
     * @return list<string>
     */
    public static function accepted(): array
    {
        $found = [];
        foreach (self::rows()->orderByDesc('id')->pluck('value') as $kept) {
            $secret = self::opened((string) $kept);
            if ($secret !== null) {
                $found[] = $secret;
            }
        }
        return $found;
    }

    /** Makes a new secret, lets the old ones retire, and returns it: the one time that it is shown. */
    public static function rotate(): string
    {
        $secret = self::PREFIX . base64_encode(random_bytes(self::BYTES));
        $now = time();
        Capsule::connection()->transaction(static function () use ($secret, $now): void {
            $old = Capsule::table(Schema::SECRETS)->whereNull('retires');
            $old->update(['retires' => $now + self::OVERLAP]);
            Capsule::table(Schema::SECRETS)->insert(['value' => self::kept($secret), 'created' => $now]);
        });
        return $secret;
    }

    /** Deletes what has retired. */
    public static function purge(): void
    {
        Capsule::table(Schema::SECRETS)->where('retires', '<=', time())->delete();
    }

    private static function rows()
    {
        return Capsule::table(Schema::SECRETS)->where(static function ($row): void {
            $row->whereNull('retires')->orWhere('retires', '>', time());
        });
    }

    private static function kept(string $secret): string
    {
        $answer = localAPI('EncryptPassword', ['password2' => $secret]);
        $sealed = is_array($answer) ? (string) ($answer['password'] ?? '') : '';
        return $sealed === '' ? self::PLAIN . $secret : self::ENCRYPTED . $sealed;
    }

    private static function opened(string $kept): ?string
    {
        if (strncmp($kept, self::PLAIN, strlen(self::PLAIN)) === 0) {
            return substr($kept, strlen(self::PLAIN));
        }
        $answer = localAPI('DecryptPassword', ['password2' => substr($kept, strlen(self::ENCRYPTED))]);
        $secret = is_array($answer) ? html_entity_decode((string) ($answer['password'] ?? '')) : '';
        // Another installation's encryption key opens it as nonsense, and nonsense would be a weak secret
        return strncmp($secret, self::PREFIX, strlen(self::PREFIX)) === 0 ? $secret : null;
    }
}
