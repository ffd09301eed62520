<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * What an admin orders on the module's page: hold, release, test, retry, rotate. The token has been checked by then.
 */
final class Orders
{
    private const TABLE = [
        'hold' => 'hold',
        'release' => 'release',
        'test' => 'test',
        'retry' => 'retry',
        'rotate' => 'rotate',
    ];
    private const PATHS = ['ticket' => '/v1/tickets/%d/hold', 'client' => '/v1/clients/%d/hold'];
    private const TEST_SECONDS = 5.0;

    /**
     * @param array<string, mixed> $posted
     *
     * @return array{0: bool, 1: string} whether it was done, and what to say: plain text
     */
    public static function carryOut(array $posted): array
    {
        $method = self::TABLE[self::text($posted, 'action')] ?? null;
        return $method === null ? [false, Language::say('order_unknown')] : self::{$method}($posted);
    }

    /** @param array<string, mixed> $posted */
    private static function hold(array $posted): array
    {
        $path = self::path($posted);
        $order = ['until' => self::text($posted, 'until'), 'reason' => self::text($posted, 'reason')];
        if ($path === null || $order['until'] === '' || $order['reason'] === '') {
            return [false, Language::say('order_incomplete')];
        }
        $answer = BridgeClient::forOrder()->order('POST', $path, $order);
        return self::said($answer, 'order_held');
    }

    /** @param array<string, mixed> $posted */
    private static function release(array $posted): array
    {
        $path = self::path($posted);
        if ($path === null) {
            return [false, Language::say('order_incomplete')];
        }
        return self::said(BridgeClient::forOrder()->order('DELETE', $path, null), 'order_released');
    }

    /** Sends a test event the way of all events: through the outbox. */
    private static function test(array $posted): array
    {
        $event = Event::test();
        Outbox::put($event);
        Deliveries::run(self::TEST_SECONDS, self::TEST_SECONDS, self::TEST_SECONDS);
        $row = Outbox::find($event->id);
        if ($row !== null && $row->state === Outbox::DELIVERED) {
            return [true, Language::say('order_tested')];
        }
        $error = $row === null || $row->last_error === '' ? Language::say('order_test_waits') : $row->last_error;
        return [false, Language::say('order_test_failed', $error)];
    }

    private static function retry(array $posted): array
    {
        Outbox::retry();
        $taken = Deliveries::run(self::TEST_SECONDS, self::TEST_SECONDS, self::TEST_SECONDS);
        return [true, Language::say('order_retried', (string) $taken)];
    }

    /** Replaces the secret and shows the new one, the one time that it is shown. */
    private static function rotate(array $posted): array
    {
        return [true, Language::say('order_rotated', Secret::rotate())];
    }

    private static function said(BridgeAnswer $answer, string $word): array
    {
        return $answer->isGood() ? [true, Language::say($word)] : [false, $answer->trouble()];
    }

    /** @param array<string, mixed> $posted */
    private static function path(array $posted): ?string
    {
        $path = self::PATHS[self::text($posted, 'kind')] ?? null;
        $id = (int) self::text($posted, 'id');
        return $path === null || $id < 1 ? null : sprintf($path, $id);
    }

    /** @param array<string, mixed> $posted */
    private static function text(array $posted, string $name): string
    {
        $value = $posted[$name] ?? '';
        // WHMCS hands over what was typed with its entities encoded
        return is_string($value) ? trim(html_entity_decode($value, ENT_QUOTES, 'UTF-8')) : '';
    }
}
