<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use WHMCS\Module\Addon\Supportbridge\Language;

/**
 * The few pieces that every screen is made of.
 *
 * Rule: what comes from outside (the bridge, the request, the database) is escaped here, where it becomes HTML; the
 * language file's words are escaped too, so that a translation cannot break a page.
 */
final class Html
{
    /** @param mixed $text what is no plain value shows as nothing */
    public static function text($text): string
    {
        return htmlspecialchars(is_scalar($text) ? (string) $text : '', ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
    }

    /** A word of the language file, escaped with what belongs in it. */
    public static function say(string $word, string ...$with): string
    {
        return self::text(Language::say($word, ...$with));
    }

    /** An element; what is inside is HTML already. */
    public static function tag(string $name, string $class, string $inside): string
    {
        $look = $class === '' ? '' : ' class="' . self::text($class) . '"';
        return "<$name$look>$inside</$name>";
    }

    /** A link that looks like a button. */
    public static function button(string $address, string $label): string
    {
        return '<a class="btn btn-default btn-xs" href="' . self::text($address) . '">' . self::text($label) . '</a>';
    }

    /**
     * A section with a title, or nothing where it would be empty.
     *
     * @param list<string> $lines HTML
     */
    public static function section(string $title, array $lines): string
    {
        if ($lines === []) {
            return '';
        }
        $items = '<ul><li>' . implode('</li><li>', $lines) . '</li></ul>';
        return self::tag('div', 'sb-section', self::tag('h5', 'sb-label', $title) . $items);
    }

    /** The frame around a screen of ours, with its look. */
    public static function panel(string $class, string $inside): string
    {
        $style = (string) file_get_contents(dirname(__DIR__, 2) . '/assets/supportbridge.css');
        return "<style>$style</style>" . self::tag('div', trim("supportbridge $class"), $inside);
    }
}
