<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * Asks the bridge's read API, and sets and ends holds there.
 *
 * Rule: all questions of one page together have one second; tokens are worked out from the shared secret, so there is
 * nothing more to configure; they go to an https address only (or to this very machine), and follow no redirect.
 */
final class BridgeClient
{
    private const READ = 'support-bridge read api';
    private const DESK = 'support-bridge desk';
    private const PAGE_SECONDS = 1.0;
    private const ORDER_SECONDS = 5.0;
    private const MOST_BYTES = 262144;

    private Settings $settings;
    private float $end;

    public function __construct(Settings $settings, float $seconds)
    {
        $this->settings = $settings;
        $this->end = microtime(true) + $seconds;
    }

    public static function forPage(): self
    {
        return new self(Settings::load(), self::PAGE_SECONDS);
    }

    public static function forOrder(): self
    {
        return new self(Settings::load(), self::ORDER_SECONDS);
    }

    /** Asks, unless the answer of a moment ago is at hand. */
    public function ask(string $path): BridgeAnswer
    {
        $known = Cache::find($path);
        if ($known !== null) {
            return $known;
        }
        $answer = $this->send('GET', $path, self::READ, null);
        Cache::keep($path, $answer);
        return $answer;
    }

    /** Asks now. */
    public function askNow(string $path): BridgeAnswer
    {
        return $this->send('GET', $path, self::READ, null);
    }

    /**
     * Has something set (POST) or ended (DELETE).
     *
     * @param array<string, string>|null $order
     */
    public function order(string $method, string $path, ?array $order): BridgeAnswer
    {
        $answer = $this->send($method, $path, self::DESK, $order);
        Cache::clear();
        return $answer;
    }

    /** @param array<string, string>|null $order */
    private function send(string $method, string $path, string $label, ?array $order): BridgeAnswer
    {
        $answer = new BridgeAnswer(0, []);
        if (!$this->settings->isBridgeSafe()) {
            return $answer;
        }
        // The bridge may know only one of those in force
        foreach (Secret::accepted() as $secret) {
            $answer = $this->exchange($method, $path, hash_hmac('sha256', $label, Signature::key($secret)), $order);
            if ($answer->status !== 401) {
                break;
            }
        }
        return $answer;
    }

    /** @param array<string, string>|null $order */
    private function exchange(string $method, string $path, string $token, ?array $order): BridgeAnswer
    {
        $left = (int) (($this->end - microtime(true)) * 1000);
        if ($left < 1) {
            return new BridgeAnswer(0, [], true);
        }
        $body = '';
        $curl = curl_init($this->settings->bridge . $path);
        curl_setopt_array($curl, $this->options($method, $token, $order, $left));
        curl_setopt($curl, CURLOPT_WRITEFUNCTION, static function ($curl, string $piece) use (&$body): int {
            $body .= $piece;
            return strlen($body) > self::MOST_BYTES ? -1 : strlen($piece);
        });
        $isWhole = curl_exec($curl) !== false;
        $document = json_decode($body, true, 32);
        $status = $isWhole ? (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE) : 0;
        if ($status === 200 && !is_array($document)) {
            // Something else listens there: what it says is no answer
            $status = 0;
        }
        $answer = new BridgeAnswer($status, is_array($document) ? $document : []);
        $isConnected = curl_getinfo($curl, CURLINFO_CONNECT_TIME) > 0;
        $answer->isLate = $isConnected && curl_errno($curl) === CURLE_OPERATION_TIMEDOUT;
        return $answer;
    }

    /**
     * @param array<string, string>|null $order
     *
     * @return array<int, mixed>
     */
    private function options(string $method, string $token, ?array $order, int $milliseconds): array
    {
        $headers = ["Authorization: Bearer $token", 'Accept: application/json', 'Expect:'];
        $options = [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_USERAGENT => 'support-bridge-whmcs/' . Setup::VERSION,
            CURLOPT_TIMEOUT_MS => $milliseconds,
            CURLOPT_CONNECTTIMEOUT_MS => $milliseconds,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_SSL_VERIFYPEER => true,
            CURLOPT_SSL_VERIFYHOST => 2,
        ];
        if ($order !== null) {
            $headers[] = 'Content-Type: application/json';
            $options[CURLOPT_POSTFIELDS] = json_encode($order, JSON_INVALID_UTF8_SUBSTITUTE);
        }
        return $options + [CURLOPT_HTTPHEADER => $headers];
    }
}
