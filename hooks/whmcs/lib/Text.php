<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * Texts as they are compared: WHMCS may store them encoded, with other line ends or other space.
 */
final class Text
{
    /**
     * @param mixed $one
     * @param mixed $other
     */
    public static function isSame($one, $other): bool
    {
        return self::folded($one) === self::folded($other);
    }

    /** @param mixed $text */
    private static function folded($text): string
    {
        $decoded = is_scalar($text) ? html_entity_decode((string) $text, ENT_QUOTES | ENT_HTML5, 'UTF-8') : '';
        return trim((string) preg_replace('/\s+/', ' ', $decoded));
    }
}
