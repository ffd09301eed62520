<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * When to try again: soon at first, then twice as long each time, up to an hour, for three days.
 *
 * Rule: no two wait exactly alike (jitter), so that what failed together does not come back together.
 */
final class Backoff
{
    public const PATIENCE = 3 * 86400;

    private const FIRST = 15;
    private const LONGEST = 3600;

    /** A refusal is an admin's to clear, so it is asked about more slowly from the start. */
    private const AFTER_REFUSAL = 1800;

    /** Seconds until the next attempt, after so many; at least what the bridge asked for, up to an hour. */
    public static function seconds(int $attempts, bool $isRefused, int $asked = 0): int
    {
        $doubled = self::FIRST * 2 ** min($attempts - 1, 16);
        $most = min(max($doubled, $isRefused ? self::AFTER_REFUSAL : 0), self::LONGEST);
        $jittered = random_int(intdiv($most, 2), $most);
        return max($jittered, min($asked, self::LONGEST));
    }

    public static function isOver(int $created, int $now): bool
    {
        return $now - $created >= self::PATIENCE;
    }
}
