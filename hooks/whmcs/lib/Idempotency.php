<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Illuminate\Database\QueryException;
use WHMCS\Database\Capsule;

/**
 * Each key's deed is done once: the key is claimed by a unique row in the database that the deed changes.
 *
 * claimed -> (the deed) -> answered. A key that is claimed and unanswered belongs to a call that is still at work, or
 * to one that died half-way. The database knows which: a call holds a lock as long as its connection lives. Of a dead
 * one it is looked whether the deed was done (Settling), never guessed.
 *
 * The deed and the row share no transaction: replies send mail, which no rollback takes back, and old installations
 * have tables without transactions.
 */
final class Idempotency
{
    /** Seconds after which an unanswered claim is a dead one's, where the database has no locks to ask. */
    private const DEAD_AFTER = 300;

    private Commands $commands;

    public function __construct(Commands $commands)
    {
        $this->commands = $commands;
    }

    /** @param array<string, mixed> $params */
    public function once(string $key, string $command, array $params): Response
    {
        $lock = new KeyLock($key);
        $stored = self::row($key);
        if ($stored !== null && $stored->answer !== null) {
            return new Response(200, $stored->answer);
        }
        if (!$lock->take()) {
            return self::isRunning();
        }
        try {
            return $this->alone($key, $command, $params, $lock);
        } finally {
            $lock->release();
        }
    }

    /** @param array<string, mixed> $params */
    private function alone(string $key, string $command, array $params, KeyLock $lock): Response
    {
        $settling = new Settling($this->commands);
        if (self::claim($key, $command, $settling->mark($command))) {
            return $this->act($key, $command, $params);
        }
        // Claimed before: answered in this very moment, still at work, or left behind by one that died
        $stored = self::row($key);
        if ($stored === null || ($stored->answer === null && !self::isDead($stored, $lock))) {
            return self::isRunning();
        }
        if ($stored->answer !== null) {
            return new Response(200, $stored->answer);
        }
        return $this->settled($key, $stored, $params, $settling);
    }

    /** @param array<string, mixed> $params */
    private function settled(string $key, object $stored, array $params, Settling $settling): Response
    {
        $mark = $stored->mark === null ? null : (int) $stored->mark;
        $finding = $settling->look($stored->command, $params, $mark);
        if ($finding->isUnknown) {
            return Response::problem(409, 'Unknown: the first call with this key broke off, and what it did cannot '
                . 'be told');
        }
        if ($finding->answer !== null) {
            return self::keep($key, $finding->answer);
        }
        return $this->act($key, $stored->command, $params);
    }

    /** @param array<string, mixed> $params */
    private function act(string $key, string $command, array $params): Response
    {
        return self::keep($key, $this->commands->run($command, $params));
    }

    /**
     * Stores the first answer, a refusal too, and returns it.
     *
     * @param array<string, mixed> $answer
     */
    private static function keep(string $key, array $answer): Response
    {
        $response = Response::of($answer);
        Capsule::table(Schema::KEYS)->where('webhook_id', $key)->update(['answer' => $response->body]);
        return $response;
    }

    private static function claim(string $key, string $command, ?int $mark): bool
    {
        $row = ['webhook_id' => $key, 'command' => $command, 'claimed' => time(), 'mark' => $mark];
        try {
            return Capsule::table(Schema::KEYS)->insert($row);
        } catch (QueryException $error) {
            // 23000: an integrity constraint, and the table has but one
            if ($error->getCode() === '23000') {
                return false;
            }
            throw $error;
        }
    }

    private static function isDead(object $stored, KeyLock $lock): bool
    {
        return $lock->isHeld() || time() - (int) $stored->claimed > self::DEAD_AFTER;
    }

    private static function row(string $key): ?object
    {
        return Capsule::table(Schema::KEYS)->where('webhook_id', $key)->first();
    }

    private static function isRunning(): Response
    {
        return Response::problem(409, 'The first call with this key is still running');
    }
}
