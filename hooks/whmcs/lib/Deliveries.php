<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * A run of sending: what is due, each subject's events in their order, until time is up or the bridge does not answer.
 *
 * After a page's response where this server can end one early, and from every cron run; both may run at once.
 */
final class Deliveries
{
    private const CRON_SECONDS = 30.0;
    private const PAGE_SECONDS = 1.5;

    /** A page's worker does not try a bridge that was silent a minute ago: the cron does. */
    private const SILENCE = 60;

    private Sender $sender;

    /** @var callable(): int */
    private $clock;

    private float $end;
    private bool $hasBeenTaken = false;

    private static bool $isPlanned = false;

    /**
     * @param float $seconds after which no attempt begins
     * @param callable(): int $clock seconds since 1970
     */
    public function __construct(Sender $sender, float $seconds, callable $clock)
    {
        $this->sender = $sender;
        $this->end = microtime(true) + $seconds;
        $this->clock = $clock;
    }

    /** Plans a run for when the page has been answered; where that cannot be told, leaves it to the cron. */
    public static function afterResponse(): void
    {
        if (self::$isPlanned || self::ender() === null) {
            return;
        }
        self::$isPlanned = true;
        // Twice: other code's endings, which may still print, come before ours
        register_shutdown_function(static function (): void {
            register_shutdown_function(static function (): void {
                Recorder::quietly('events could not be sent after a page', static function (): void {
                    self::endResponse();
                    if (time() - Outbox::lastSilence() > self::SILENCE) {
                        self::run(self::PAGE_SECONDS, 1.0, self::PAGE_SECONDS);
                    }
                });
            });
        });
    }

    /** Sends what is due, and clears away what is old. */
    public static function fromCron(): void
    {
        Recorder::quietly('events could not be sent', static function (): void {
            self::run(self::CRON_SECONDS, 3.0, 10.0);
            Outbox::purge(time());
            Secret::purge();
        });
    }

    /** Sends what is due now, on demand; returns how many the bridge has taken. */
    public static function run(float $seconds, float $connectSeconds, float $totalSeconds): int
    {
        $settings = Settings::load();
        $secrets = Secret::accepted();
        if ($settings->bridge === '' || $secrets === []) {
            return 0;
        }
        if (!$settings->isBridgeSafe()) {
            Log::once('nothing is sent: the bridge address must begin with https://');
            return 0;
        }
        $sender = new Sender($settings->webhookAddress(), $secrets, $connectSeconds, $totalSeconds);
        return (new self($sender, $seconds, 'time'))->sendDue();
    }

    /** Returns how many events the bridge has taken. */
    public function sendDue(): int
    {
        $taken = 0;
        while (($due = Outbox::due(($this->clock)())) !== []) {
            foreach ($due as $event) {
                while ($event !== null) {
                    $attempt = $this->attempt($event);
                    if ($attempt === null || $attempt->isOfTheMessage()) {
                        break;
                    }
                    if (!$attempt->isTaken()) {
                        return $taken;
                    }
                    $taken++;
                    $event = Outbox::following($event, ($this->clock)());
                }
            }
            if ($this->isTimeUp()) {
                return $taken;
            }
        }
        return $taken;
    }

    /** Sends one event, unless time is up or another process has it. */
    private function attempt(object $event): ?Attempt
    {
        $now = ($this->clock)();
        if ($this->isTimeUp() || !Outbox::claim($event, $now)) {
            return null;
        }
        $attempt = $this->sender->send($event->webhook_id, $event->body);
        Outbox::settle($event, self::outcome($event, $attempt, $now));
        if ($attempt->isTaken() && !$this->hasBeenTaken) {
            $this->hasBeenTaken = true;
            Outbox::wake(Attempt::OF_THE_BRIDGE, $now);
        }
        return $attempt;
    }

    private function isTimeUp(): bool
    {
        return microtime(true) >= $this->end;
    }

    /** @return array<string, mixed> columns of the outbox */
    private static function outcome(object $event, Attempt $attempt, int $now): array
    {
        $attempts = $event->attempts + 1;
        $outcome = ['attempts' => $attempts, 'last_attempt' => $now, 'last_status' => $attempt->status];
        if ($attempt->isTaken()) {
            return $outcome + ['state' => Outbox::DELIVERED, 'last_error' => ''];
        }
        $wait = Backoff::seconds($attempts, $attempt->isRefused(), $attempt->retryAfter);
        return $outcome + [
            'state' => Backoff::isOver((int) $event->created, $now) ? Outbox::FAILED : Outbox::WAITING,
            'last_error' => substr($attempt->error, 0, 255),
            'next_attempt' => $now + $wait,
        ];
    }

    /** The function that ends a response early, by the server's kind; null: it has none. */
    private static function ender(): ?string
    {
        foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $function) {
            if (function_exists($function)) {
                return $function;
            }
        }
        return null;
    }

    private static function endResponse(): void
    {
        // The visitor's next page must not wait for the lock on this one's session
        if (session_status() === PHP_SESSION_ACTIVE) {
            session_write_close();
        }
        self::ender()();
    }
}
