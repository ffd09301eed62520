<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use WHMCS\Module\Addon\Supportbridge\Language;

/**
 * What the ticket's and the client's panel have in common: who is entitled to what, what is held, and why.
 */
final class Parts
{
    private const PAGE = 'addonmodules.php?module=supportbridge';

    /** A channel's or access's word, or its own name where the language has none. */
    public static function word(string $group, string $name): string
    {
        $word = "{$group}_$name";
        $said = Language::say($word);
        return $said === $word ? $name : $said;
    }

    public static function until(Document $document, string $name): string
    {
        $until = $document->instant($name);
        return $until === '' ? Html::say('panel_no_end') : Html::say('panel_until', $until);
    }

    /** The channels as chips: what is real-time stands out, what is closed steps back. */
    public static function channels(Document $entitlement): string
    {
        $chips = '';
        foreach ($entitlement->pairs('channels') as $channel => $access) {
            $how = Html::tag('b', '', Html::text(self::word('access', $access)));
            $said = Html::text(self::word('channel', $channel)) . " $how";
            $chips .= Html::tag('span', "sb-chip sb-$access", $said);
        }
        if ($entitlement->has('opens_at')) {
            $chips .= Html::tag('span', 'sb-faint', Html::say('panel_opens_at', $entitlement->instant('opens_at')));
        }
        if ($entitlement->has('channels_until')) {
            $until = $entitlement->instant('channels_until');
            $chips .= Html::tag('span', 'sb-faint', Html::say('panel_channels_until', $until));
        }
        return Html::tag('div', 'sb-row', Html::tag('span', 'sb-label', Html::say('panel_channels')) . $chips);
    }

    /** What stops replies and quotes, in plain words. */
    public static function holds(Document $answer): string
    {
        $lines = '';
        foreach ($answer->rows('holds') as $hold) {
            $what = self::word('held', $hold->text('on'));
            $until = $hold->has('until') ? ' ' . Language::say('panel_until', $hold->instant('until')) : '';
            $said = Html::say('panel_held', $what, $until, $hold->text('reason'));
            $lines .= Html::tag('div', 'sb-held', $said);
        }
        return $lines;
    }

    /** The buttons: hold, and release where something of this subject's own is held. */
    public static function buttons(string $kind, int $id, Document $holds): string
    {
        $own = array_filter($holds->rows('holds'), static function (Document $hold) use ($kind): bool {
            return $hold->text('on') === $kind;
        });
        $buttons = '';
        foreach ($own === [] ? ['hold'] : ['hold', 'release'] as $action) {
            $address = self::PAGE . "&action=$action&kind=$kind&id=$id";
            $buttons .= Html::button($address, Language::say("button_{$action}_$kind"));
        }
        return Html::tag('span', 'sb-buttons', $buttons);
    }

    /** The reasons, folded away: the rule, what was found, and what that rests on. */
    public static function because(Document $document): string
    {
        $lines = [];
        foreach ($document->rows('because') as $reason) {
            $details = [];
            foreach ($reason->pairs('') as $name => $value) {
                if (!in_array($name, ['rule', 'fact', 'message', 'learned'], true)) {
                    $details[] = Html::text("$name $value");
                }
            }
            $rest = $details === [] ? '' : ' ' . Html::tag('span', 'sb-faint', implode(', ', $details));
            $rule = Html::tag('span', 'sb-rule', Html::text($reason->text('rule')));
            $lines[] = $rule . ' ' . Html::text($reason->text('fact')) . $rest;
        }
        $title = Html::say('panel_because');
        $list = Html::section('', $lines);
        return $list === '' ? '' : "<details class=\"sb-because\"><summary>$title</summary>$list</details>";
    }

    /** What is shown where the bridge's answer should be. */
    public static function trouble(string $sentence): string
    {
        return Html::tag('div', 'sb-trouble', Html::text($sentence));
    }

    public static function title(): string
    {
        return Html::tag('span', 'sb-title', Html::say('panel_title'));
    }
}
