<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * A request to api.php, as it came: the raw body, for the signature is over its bytes.
 */
final class Request
{
    /** Bytes; the longest reply is far below it. */
    public const LARGEST = 262144;

    public string $method;

    /** @var array<string, string> in lower case */
    public array $headers;

    /** At most one byte more than the largest. */
    public string $body;

    /** @param array<string, string> $headers in lower case */
    public function __construct(string $method, array $headers, string $body)
    {
        $this->method = $method;
        $this->headers = $headers;
        $this->body = $body;
    }

    public static function fromGlobals(): self
    {
        $headers = [];
        foreach ($_SERVER as $name => $value) {
            if (strncmp($name, 'HTTP_', 5) === 0 && is_string($value)) {
                $headers[strtolower(strtr(substr($name, 5), '_', '-'))] = $value;
            }
        }
        $body = file_get_contents('php://input', false, null, 0, self::LARGEST + 1);
        return new self((string) ($_SERVER['REQUEST_METHOD'] ?? ''), $headers, (string) $body);
    }

    public function isTooLarge(): bool
    {
        return strlen($this->body) > self::LARGEST;
    }

    /** The idempotency key; only of a request that is authentic. */
    public function key(): string
    {
        return $this->headers['webhook-id'] ?? '';
    }
}
