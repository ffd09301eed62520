<?php

namespace WHMCS\Module\Addon\Supportbridge;

use WHMCS\Database\Capsule;

/**
 * Events that wait until the bridge has taken them, in WHMCS's own database.
 *
 * Rule: of one subject only the oldest waiting event may be sent; it is claimed for a minute by who sends it, and the
 * claim of one that died runs out.
 */
final class Outbox
{
    public const WAITING = 'waiting';
    public const DELIVERED = 'delivered';

    /** Given up after three days of trying; kept, and sent again when somebody says so. */
    public const FAILED = 'failed';

    private const LEASE = 60;
    private const BATCH = 50;
    private const ROWS_A_PURGE = 2000;
    private const DAYS_KEPT = 7;

    /** The one thing that a page waits for. */
    public static function put(Event $event): void
    {
        $now = time();
        Capsule::table(Schema::OUTBOX)->insert([
            'webhook_id' => $event->id,
            'type' => $event->type,
            'subject' => $event->subject,
            'body' => $event->body,
            'state' => self::WAITING,
            'created' => $now,
            'next_attempt' => $now,
        ]);
    }

    /**
     * Events that are due now, each the first of its subject.
     *
     * @return list<object>
     */
    public static function due(int $now): array
    {
        return self::heads()
            ->where('next_attempt', '<=', $now)
            ->where('claimed_until', '<=', $now)
            ->orderBy('next_attempt')
            ->orderBy('id')
            ->limit(self::BATCH)
            ->get()
            ->all();
    }

    /** The event that follows within its subject, once that one has been settled. */
    public static function following(object $event, int $now): ?object
    {
        return self::waiting()
            ->where('subject', $event->subject)
            ->orderBy('id')
            ->limit(1)
            ->get()
            ->first(static function (object $next) use ($now): bool {
                return (int) $next->next_attempt <= $now;
            });
    }

    /** Makes an event this process's to send; false: another is at it. */
    public static function claim(object $event, int $now): bool
    {
        return self::waiting()
            ->where('id', $event->id)
            ->where('claimed_until', '<=', $now)
            ->update(['claimed_until' => $now + self::LEASE]) === 1;
    }

    /** @param array<string, mixed> $outcome columns */
    public static function settle(object $event, array $outcome): void
    {
        self::waiting()->where('id', $event->id)->update($outcome + ['claimed_until' => 0]);
    }

    /**
     * Makes due what waits because the bridge as a whole did not answer: it does again.
     *
     * @param list<int> $statuses the last ones of such events
     */
    public static function wake(array $statuses, int $now): void
    {
        self::waiting()->whereIn('last_status', $statuses)->update(['next_attempt' => $now]);
    }

    /** Makes everything due that has not been delivered, what was given up included. */
    public static function retry(): void
    {
        Capsule::table(Schema::OUTBOX)
            ->whereIn('state', [self::WAITING, self::FAILED])
            ->update(['state' => self::WAITING, 'next_attempt' => time(), 'created' => time()]);
    }

    /** Deletes what was delivered a week ago, a portion at a time. */
    public static function purge(int $now): void
    {
        $old = Capsule::table(Schema::OUTBOX)
            ->where('state', self::DELIVERED)
            ->where('last_attempt', '<', $now - self::DAYS_KEPT * 86400)
            ->orderBy('id')
            ->limit(self::ROWS_A_PURGE)
            ->pluck('id');
        Capsule::table(Schema::OUTBOX)->whereIn('id', $old->all())->delete();
    }

    /** An event by its own id, as it stands now. */
    public static function find(string $webhookId): ?object
    {
        return Capsule::table(Schema::OUTBOX)->where('webhook_id', $webhookId)->first();
    }

    public static function countWaiting(): int
    {
        return self::waiting()->count();
    }

    /** When the bridge last failed to answer at all, of what still waits. */
    public static function lastSilence(): int
    {
        return (int) self::waiting()->where('last_status', 0)->max('last_attempt');
    }

    /**
     * What an admin wants to know: how many wait, since when, how many the bridge refuses or were given up,
     * when something was last delivered, and the last trouble of what is not.
     *
     * @return array{waiting: int, oldest: ?int, refused: int, failed: int, delivered: ?int, trouble: ?object}
     */
    public static function summary(): array
    {
        $all = static function () {
            return Capsule::table(Schema::OUTBOX);
        };
        $troubled = $all()->whereIn('state', [self::WAITING, self::FAILED])->where('attempts', '>', 0);
        return [
            'waiting' => self::countWaiting(),
            'oldest' => self::waiting()->min('created'),
            'refused' => self::waiting()->whereBetween('last_status', [300, 499])->count(),
            'failed' => $all()->where('state', self::FAILED)->count(),
            'delivered' => $all()->where('state', self::DELIVERED)->max('last_attempt'),
            'trouble' => $troubled->orderByDesc('last_attempt')->first(['type', 'last_attempt', 'last_status',
                'last_error', 'attempts', 'next_attempt']),
        ];
    }

    /** Waiting events before which none of their subject waits. */
    private static function heads()
    {
        return Capsule::table(Schema::OUTBOX . ' as event')
            ->where('state', self::WAITING)
            ->whereNotExists(static function ($earlier): void {
                $earlier->from(Schema::OUTBOX . ' as earlier')
                    ->whereColumn('earlier.subject', 'event.subject')
                    ->whereColumn('earlier.id', '<', 'event.id')
                    ->where('earlier.state', self::WAITING);
            });
    }

    private static function waiting()
    {
        return Capsule::table(Schema::OUTBOX)->where('state', self::WAITING);
    }
}
