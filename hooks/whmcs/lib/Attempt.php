<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * What became of one attempt to send: the bridge's HTTP status, or none.
 */
final class Attempt
{
    /** The HTTP status, 0 where there was no answer. */
    public int $status = 0;

    public string $error = '';

    /** Seconds that the bridge asks to wait. */
    public int $retryAfter = 0;

    // What the bridge says of this one message; any other failure is one of the bridge as a whole.
    private const OF_THE_MESSAGE = [400, 409, 411, 413, 415, 422];

    // Not now, but as it is.
    private const LATER = [408, 425, 429];

    /** Failures that end for all events at once: no answer, a wrong secret or address, a bridge that is starting. */
    public const OF_THE_BRIDGE = [0, 401, 403, 404, 502, 503, 504];

    public function isTaken(): bool
    {
        return $this->status >= 200 && $this->status < 300;
    }

    /** Whether somebody has to look: the same would be refused again. */
    public function isRefused(): bool
    {
        return $this->status >= 300 && $this->status < 500 && !in_array($this->status, self::LATER, true);
    }

    /** Whether other events may fare better now. */
    public function isOfTheMessage(): bool
    {
        return in_array($this->status, self::OF_THE_MESSAGE, true);
    }
}
