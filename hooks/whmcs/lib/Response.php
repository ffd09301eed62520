<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * An answer of api.php: always JSON with a `result`, as WHMCS's own API has it.
 */
final class Response
{
    public int $status;

    /** JSON in plain ASCII. */
    public string $body;

    public function __construct(int $status, string $body)
    {
        $this->status = $status;
        $this->body = $body;
    }

    /** @param array<string, mixed> $answer */
    public static function of(array $answer): self
    {
        return new self(200, self::json($answer));
    }

    public static function problem(int $status, string $message): self
    {
        return new self($status, self::json(['result' => 'error', 'message' => $message]));
    }

    /** @param array<string, mixed> $answer */
    public static function json(array $answer): string
    {
        $tolerant = JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR;
        return (string) json_encode($answer, $tolerant | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION);
    }
}
