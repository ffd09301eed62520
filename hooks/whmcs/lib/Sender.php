<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * One attempt to hand an event to the bridge, over cURL: bare, because every WHMCS has it in the same version.
 *
 * Rule: TLS is verified, redirects are not followed, and the whole has a hard end.
 */
final class Sender
{
    private const MOST_BYTES = 4096;

    private string $address;

    /** @var list<string> */
    private array $secrets;

    private float $connectSeconds;
    private float $totalSeconds;

    /** @var resource|\CurlHandle one for all attempts of a run, so that the connection is kept */
    private $curl;

    /** @param list<string> $secrets */
    public function __construct(string $address, array $secrets, float $connectSeconds, float $totalSeconds)
    {
        $this->address = $address;
        $this->secrets = $secrets;
        $this->connectSeconds = $connectSeconds;
        $this->totalSeconds = $totalSeconds;
        $this->curl = curl_init();
    }

    public function send(string $id, string $body): Attempt
    {
        $attempt = new Attempt();
        curl_setopt_array($this->curl, $this->options($id, $body));
        curl_setopt($this->curl, CURLOPT_HEADERFUNCTION, static function ($curl, string $line) use ($attempt): int {
            if (preg_match('/\Aretry-after:\s*([0-9]{1,6})\s*\z/i', $line, $found) === 1) {
                $attempt->retryAfter = (int) $found[1];
            }
            return strlen($line);
        });
        $isAnswered = curl_exec($this->curl) !== false;
        $status = (int) curl_getinfo($this->curl, CURLINFO_RESPONSE_CODE);
        // An answer's status is an answer, even if its text is longer than anybody wants to read
        $attempt->status = $isAnswered || $status >= 200 ? $status : 0;
        $attempt->error = $attempt->status === 0 ? curl_error($this->curl) : "HTTP $status";
        return $attempt;
    }

    /** @return array<int, mixed> */
    private function options(string $id, string $body): array
    {
        $headers = ['Content-Type: application/json', 'Expect:'];
        foreach (Signature::headers($this->secrets, $id, time(), $body) as $name => $value) {
            $headers[] = "$name: $value";
        }
        $read = 0;
        return [
            CURLOPT_URL => $this->address,
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_USERAGENT => 'support-bridge-whmcs/' . Setup::VERSION,
            CURLOPT_CONNECTTIMEOUT_MS => (int) ($this->connectSeconds * 1000),
            CURLOPT_TIMEOUT_MS => (int) ($this->totalSeconds * 1000),
            CURLOPT_NOSIGNAL => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_SSL_VERIFYPEER => true,
            CURLOPT_SSL_VERIFYHOST => 2,
            CURLOPT_WRITEFUNCTION => static function ($curl, string $piece) use (&$read): int {
                $read += strlen($piece);
                return $read > self::MOST_BYTES ? -1 : strlen($piece);
            },
        ];
    }
}
