<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * Standard Webhooks, both ways: HMAC-SHA256 over `id.timestamp.body` (https://www.standardwebhooks.com).
 *
 * Rule: a request is authentic or it is not; nobody is told why.
 */
final class Signature
{
    /** Seconds that a request's timestamp may be off, either way. */
    public const WINDOW = 300;

    private const MOST_PARTS = 8;

    /**
     * Signs with each secret in force, so that a receiver that knows only one of them can verify.
     *
     * @param list<string> $secrets
     *
     * @return array<string, string> headers
     */
    public static function headers(array $secrets, string $id, int $timestamp, string $body): array
    {
        $signatures = [];
        foreach ($secrets as $secret) {
            $signatures[] = 'v1,' . self::of($secret, $id, (string) $timestamp, $body);
        }
        return [
            'webhook-id' => $id,
            'webhook-timestamp' => (string) $timestamp,
            'webhook-signature' => implode(' ', $signatures),
        ];
    }

    /**
     * Checks a request on its raw bytes, against every secret in force without an early end.
     *
     * @param list<string> $secrets
     * @param array<string, string> $headers in lower case
     */
    public static function isAuthentic(array $secrets, array $headers, string $body, int $now): bool
    {
        $id = $headers['webhook-id'] ?? '';
        $timestamp = $headers['webhook-timestamp'] ?? '';
        $parts = explode(' ', $headers['webhook-signature'] ?? '', self::MOST_PARTS + 1);
        if (
            preg_match('/\A[A-Za-z0-9_-]{1,128}\z/', $id) !== 1
            || preg_match('/\A[0-9]{10}\z/', $timestamp) !== 1
            || abs($now - (int) $timestamp) > self::WINDOW
            || count($parts) > self::MOST_PARTS
        ) {
            return false;
        }
        $isAuthentic = false;
        foreach ($secrets as $secret) {
            $expected = self::of($secret, $id, $timestamp, $body);
            foreach ($parts as $part) {
                $isAuthentic = hash_equals('v1,' . $expected, $part) || $isAuthentic;
            }
        }
        return $isAuthentic;
    }

    /** The secret's own bytes: what stands after whsec_, in base64. */
    public static function key(string $secret): string
    {
        return (string) base64_decode(substr($secret, strlen('whsec_')), true);
    }

    private static function of(string $secret, string $id, string $timestamp, string $body): string
    {
        return base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", self::key($secret), true));
    }
}
