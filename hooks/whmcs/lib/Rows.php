<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * Lists in WHMCS's answers: `{"plural": {"singular": [rows]}}`, or "" for none, or one row alone, or every cell under a
 * name of its own (`plural[singular][0][id]`), as the vendor's own examples have it.
 */
final class Rows
{
    /**
     * @param array<string, mixed> $answer
     *
     * @return list<array<string, mixed>>
     */
    public static function of(array $answer, string $plural, string $singular): array
    {
        $listed = $answer[$plural] ?? [];
        $rows = is_array($listed) ? ($listed[$singular] ?? $listed) : [];
        if ($rows === [] || !is_array($rows)) {
            return self::unfolded($answer, $plural, $singular);
        }
        $isOneRow = !is_array(reset($rows));
        return array_values(array_filter($isOneRow ? [$rows] : $rows, 'is_array'));
    }

    /**
     * @param array<string, mixed> $answer
     *
     * @return list<array<string, mixed>>
     */
    private static function unfolded(array $answer, string $plural, string $singular): array
    {
        $rows = [];
        foreach ($answer as $name => $value) {
            $pattern = "/\\A{$plural}\\[{$singular}\\]\\[([0-9]+)\\]\\[(\\w+)\\]\\z/";
            if (preg_match($pattern, (string) $name, $found) === 1) {
                $rows[(int) $found[1]][$found[2]] = $value;
            }
        }
        return array_values($rows);
    }

    /**
     * How many lines CreateQuote was given: base64 of a serialized list.
     *
     * @param mixed $lineitems
     */
    public static function countLines($lineitems): int
    {
        $serialized = is_string($lineitems) ? base64_decode($lineitems, true) : false;
        $lines = $serialized === false ? [] : @unserialize($serialized, ['allowed_classes' => false]);
        return is_array($lines) ? count($lines) : 0;
    }
}
