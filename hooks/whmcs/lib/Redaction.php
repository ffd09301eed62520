<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * What never leaves in an answer: WHMCS lists passwords of services and the ends of cards beside what was asked for.
 */
final class Redaction
{
    private const NAMES = '/passw|pwreset|hash|secret|token|authdata|securityq|gatewayid|twofa'
        . '|bank(name|type|code|acct)|^card|^cc(type|num|lastfour)|expdate|issuenum/i';

    /**
     * @param array<int|string, mixed> $answer
     *
     * @return array<int|string, mixed>
     */
    public static function of(array $answer): array
    {
        $kept = [];
        foreach ($answer as $name => $value) {
            if (is_string($name) && preg_match(self::NAMES, $name) === 1) {
                continue;
            }
            $kept[$name] = is_array($value) ? self::of($value) : $value;
        }
        return $kept;
    }
}
