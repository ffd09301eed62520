<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * What a look at a deed that broke off has shown: it was done (and its answer), it was not, or it cannot be told.
 */
final class Finding
{
    /** @var array<string, mixed>|null the answer of what was done; null: it was not, or nobody knows */
    public ?array $answer = null;

    public bool $isUnknown = false;

    /** @param array<string, mixed> $answer */
    public static function done(array $answer = []): self
    {
        $finding = new self();
        $finding->answer = ['result' => 'success'] + $answer;
        return $finding;
    }

    public static function notDone(): self
    {
        return new self();
    }

    public static function unknown(): self
    {
        $finding = new self();
        $finding->isUnknown = true;
        return $finding;
    }
}
