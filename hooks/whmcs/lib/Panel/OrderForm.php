<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use WHMCS\Module\Addon\Supportbridge\Language;

/**
 * Where a hold's end and reason are asked for, and a release is confirmed.
 *
 * On a page of its own, and not on the ticket's: there it could stand inside another form, which HTML forbids.
 */
final class OrderForm
{
    private const BACK = [
        'ticket' => 'supporttickets.php?action=view&id=',
        'client' => 'clientssummary.php?userid=',
    ];

    /**
     * The form that the address asks for, or where to go once it has been sent; null: it asks for none.
     *
     * @param array<string, mixed> $asked the query
     */
    public static function of(array $asked, string $link, bool $isSent): ?string
    {
        $asked = new Document($asked);
        [$action, $kind, $id] = [$asked->text('action'), $asked->text('kind'), $asked->number('id')];
        if (!in_array($action, ['hold', 'release'], true) || !isset(self::BACK[$kind]) || $id < 1) {
            return null;
        }
        $back = Html::button(self::BACK[$kind] . $id, Language::say("form_back_$kind"));
        if ($isSent) {
            return $back;
        }
        $title = '<h2>' . Html::say("form_{$action}_$kind", (string) $id) . '</h2>';
        $hint = Html::tag('p', 'sb-faint', Html::say("form_{$action}_hint"));
        $fields = $action === 'hold' ? self::until() . self::reason() : '';
        $hidden = self::hidden('kind', $kind) . self::hidden('id', (string) $id);
        $send = "<button class=\"btn btn-primary\" name=\"action\" value=\"$action\" type=\"submit\">"
            . Html::say("button_{$action}_$kind") . '</button> ';
        return $title . $hint . self::around($link, $hidden . $fields . $send . $back, $asked);
    }

    /** A form that posts to the module's page, with WHMCS's token in it; the query stays, so that it shows again. */
    public static function around(string $link, string $inside, ?Document $asked = null): string
    {
        foreach ($asked === null ? [] : ['action', 'kind', 'id'] as $name) {
            $link .= "&$name=" . rawurlencode($asked->text($name));
        }
        $token = function_exists('generate_token') ? self::hidden('token', (string) generate_token('plain')) : '';
        return '<form method="post" action="' . Html::text($link) . "\">$token$inside</form>";
    }

    private static function until(): string
    {
        $tomorrow = date('Y-m-d\TH:i', time() + 86400);
        return '<div class="form-group"><label>' . Html::say('form_until_field')
            . ' <input class="form-control" type="datetime-local" name="until" required value="' . $tomorrow
            . '"></label></div>';
    }

    private static function reason(): string
    {
        return '<div class="form-group"><label>' . Html::say('form_reason_field')
            . ' <input class="form-control" type="text" name="reason" maxlength="500" size="60" required>'
            . '</label></div>';
    }

    private static function hidden(string $name, string $value): string
    {
        return '<input type="hidden" name="' . Html::text($name) . '" value="' . Html::text($value) . '">';
    }
}
