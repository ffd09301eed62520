<?php

namespace WHMCS\Module\Addon\Supportbridge;

use DateTimeImmutable;

/**
 * One thing that happened, made once: its id and its bytes are the same at every attempt to send it.
 */
final class Event
{
    public string $id;
    public string $type;

    /** Whose order it belongs in: "ticket 7". */
    public string $subject;

    /** JSON in plain ASCII. */
    public string $body;

    private function __construct(string $type, string $subject, string $body)
    {
        $this->id = 'msg_' . bin2hex(random_bytes(16));
        $this->type = $type;
        $this->subject = $subject;
        $this->body = $body;
    }

    /** @param mixed $vars the hook's argument */
    public static function of(string $hook, HookRow $row, $vars, bool $isEcho): self
    {
        $data = $row->allowed($vars);
        $data += Reads::beside($row->reads, $data);
        $body = ['type' => $hook, 'timestamp' => self::now(), 'data' => (object) $data];
        return new self($hook, $row->subject($data), self::json($isEcho ? $body + ['origin' => 'bridge'] : $body));
    }

    /** An event that nothing but the sending depends on: the test button's. */
    public static function test(): self
    {
        $body = ['type' => 'SupportbridgeTest', 'timestamp' => self::now(), 'data' => (object) []];
        return new self('SupportbridgeTest', 'test 1', self::json($body));
    }

    private static function now(): string
    {
        return (new DateTimeImmutable())->format('Y-m-d\TH:i:s.vP');
    }

    /** @param array<string, mixed> $body */
    private static function json(array $body): string
    {
        return json_encode($body, JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_UNESCAPED_SLASHES);
    }
}
