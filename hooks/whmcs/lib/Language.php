<?php

namespace WHMCS\Module\Addon\Supportbridge;

/**
 * The module's words, for places where WHMCS does not hand them over (before activation, in hooks).
 *
 * Rule: a language that lacks a word says it in English.
 */
final class Language
{
    /** @var array<string, array<string, string>> by language */
    private static array $words = [];

    /** Returns a word of the language file, with what belongs in its %s. */
    public static function say(string $word, string ...$with): string
    {
        $said = self::words('english')[$word] ?? $word;
        return $with === [] ? $said : sprintf($said, ...$with);
    }

    /** @return array<string, string> */
    private static function words(string $language): array
    {
        if (!isset(self::$words[$language])) {
            $_ADDONLANG = [];
            require dirname(__DIR__) . "/lang/$language.php";
            self::$words[$language] = $_ADDONLANG;
        }
        return self::$words[$language];
    }
}
