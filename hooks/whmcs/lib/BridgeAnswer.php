<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * What the bridge said to one question or order, or that it said nothing.
 */
final class BridgeAnswer
{
    /** The HTTP status, 0 where there was no answer. */
    public int $status;

    /** @var array<string, mixed> */
    public array $document;

    /** Whether the bridge is there, and time was up before it had answered. */
    public bool $isLate;

    /** @param array<string, mixed> $document */
    public function __construct(int $status, array $document, bool $isLate = false)
    {
        $this->status = $status;
        $this->document = $document;
        $this->isLate = $isLate;
    }

    /** Whether there is no bridge to be found: then there is none for any other question either. */
    public function isOfNobody(): bool
    {
        return $this->status === 0 && !$this->isLate;
    }

    public function isGood(): bool
    {
        return $this->status === 200;
    }

    /** What is the matter, in a sentence that says what to do; plain text, to be escaped where it is shown. */
    public function trouble(): string
    {
        if ($this->isLate) {
            return Language::say('bridge_late');
        }
        if ($this->status === 404) {
            $survivor = $this->document['survivor'] ?? null;
            return is_int($survivor) ? Language::say('bridge_merged', (string) $survivor) : Language::say('bridge_404');
        }
        $words = [0 => 'bridge_silent', 401 => 'bridge_401', 503 => 'bridge_503'];
        if (isset($words[$this->status])) {
            return Language::say($words[$this->status]);
        }
        $detail = $this->document['detail'] ?? '';
        return Language::say('bridge_other', (string) $this->status, is_string($detail) ? $detail : '');
    }
}
