<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Throwable;
use WHMCS\Module\Addon\Supportbridge\Panel\Html;
use WHMCS\Module\Addon\Supportbridge\Panel\OrderForm;

/**
 * The module's page in the admin area: how it stands, a test, a new secret; and where holds are set and ended.
 *
 * Rule: whatever changes something is a POST with WHMCS's own token, checked before anything else.
 */
final class OutputPage
{
    private const DOCS = 'docs/admin/addon.md';

    /** @param array<string, mixed> $vars as WHMCS hands them to `_output` */
    public static function render(array $vars): string
    {
        $link = is_string($vars['modulelink'] ?? null) ? $vars['modulelink'] : 'addonmodules.php?module=supportbridge';
        try {
            $said = ($_SERVER['REQUEST_METHOD'] ?? 'GET') === 'POST' ? self::carryOut($_POST) : '';
            $form = OrderForm::of($_GET, $link, $said !== '');
            return Html::panel('sb-page', $said . ($form ?? self::state() . self::buttons($link)));
        } catch (Throwable $error) {
            Log::once('the module\'s page failed', $error);
            return Html::panel('sb-page', self::notice('danger', Language::say('page_failed', Log::kind($error))));
        }
    }

    /** @param array<string, mixed> $posted */
    private static function carryOut(array $posted): string
    {
        if (!function_exists('check_token')) {
            return self::notice('danger', Language::say('page_no_token'));
        }
        check_token('WHMCS.admin.default');
        [$isDone, $said] = Orders::carryOut($posted);
        return self::notice($isDone ? 'success' : 'danger', $said);
    }

    private static function state(): string
    {
        $outbox = Outbox::summary();
        $trouble = $outbox['trouble'];
        $lastError = $trouble === null ? Html::say('page_none') : Html::say(
            'page_trouble',
            $trouble->type,
            $trouble->last_error,
            (string) $trouble->attempts,
            self::ago($trouble->last_attempt)
        );
        $rows = [
            'page_bridge' => Html::text(Settings::load()->bridge) ?: Html::say('page_no_bridge'),
            'page_reached' => self::reached(),
            'page_waiting' => Html::text($outbox['waiting'] . self::since($outbox['oldest'])),
            'page_refused' => Html::text($outbox['refused']),
            'page_failed_events' => Html::text($outbox['failed']),
            'page_last_sent' => Html::text(self::ago($outbox['delivered'])),
            'page_last_error' => $lastError,
            'page_version' => Html::text(Setup::VERSION),
        ];
        $cells = '';
        foreach ($rows as $word => $value) {
            $cells .= '<tr><th>' . Html::say($word) . "</th><td>$value</td></tr>";
        }
        return Html::tag('table', 'table table-condensed sb-state-table', $cells);
    }

    /** Asks the bridge something that only the right secret opens. */
    private static function reached(): string
    {
        $answer = BridgeClient::forPage()->askNow('/v1/tickets/1/hold');
        return $answer->isGood()
            ? Html::tag('span', 'sb-good', Html::say('page_reached_yes'))
            : Html::tag('span', 'sb-error', Html::text($answer->trouble()));
    }

    private static function buttons(string $link): string
    {
        $forms = '';
        foreach (['test' => 'primary', 'retry' => 'default', 'rotate' => 'danger'] as $action => $look) {
            $button = "<button class=\"btn btn-$look\" name=\"action\" value=\"$action\" type=\"submit\">"
                . Html::say("button_$action") . '</button>';
            $hint = Html::tag('span', 'sb-faint', Html::say("button_{$action}_hint"));
            $forms .= Html::tag('div', 'sb-row', OrderForm::around($link, "$button $hint"));
        }
        return $forms . Html::tag('p', 'sb-faint', Html::say('page_docs', self::DOCS));
    }

    /** @param mixed $instant seconds since 1970, or nothing */
    private static function ago($instant): string
    {
        if (!is_numeric($instant)) {
            return Language::say('page_none');
        }
        return date('Y-m-d H:i:s', (int) $instant);
    }

    /** @param mixed $oldest */
    private static function since($oldest): string
    {
        return is_numeric($oldest) ? ' ' . Language::say('page_since', self::ago($oldest)) : '';
    }

    private static function notice(string $look, string $said): string
    {
        return Html::tag('div', "alert alert-$look", Html::text($said));
    }
}
