<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use WHMCS\Module\Addon\Supportbridge\BridgeClient;

/**
 * On the client's summary: the tier and until when, the channels open now, the plans, the timeline, and why.
 */
final class ClientPanel
{
    public static function render(BridgeClient $bridge, int $id): string
    {
        $answer = $bridge->ask("/v1/clients/$id/entitlement");
        if (!$answer->isGood()) {
            $head = Html::tag('div', 'sb-head', Parts::title());
            return Html::panel('sb-client', $head . Parts::trouble($answer->trouble()));
        }
        $client = new Document($answer->document);
        $holds = new Document($bridge->ask("/v1/clients/$id/hold")->document);
        $head = Parts::title()
            . Html::tag('span', 'sb-tier', Html::text($client->text('tier')))
            . Html::tag('span', 'sb-faint', Parts::until($client, 'until'))
            . Parts::buttons('client', $id, $holds);
        $body = Parts::holds($holds)
            . Parts::channels($client)
            . self::plans($client)
            . Html::tag('div', 'sb-columns', Html::section(Html::say('panel_timeline'), self::timeline($client)))
            . Parts::because($client);
        return Html::panel('sb-client', Html::tag('div', 'sb-head', $head) . $body);
    }

    private static function plans(Document $client): string
    {
        $plans = $client->texts('plans');
        $said = $plans === [] ? Html::say('panel_no_plan') : Html::text(implode(', ', $plans));
        if ($client->text('courtesy') === '1') {
            $said .= ' ' . Html::tag('span', 'sb-chip', Html::say('panel_courtesy'));
        }
        $label = Html::tag('span', 'sb-label', Html::say('panel_plans'));
        return Html::tag('div', 'sb-row', $label . Html::tag('span', 'sb-next', $said));
    }

    /** @return list<string> each segment, the one that holds now marked */
    private static function timeline(Document $client): array
    {
        $lines = [];
        foreach ($client->rows('timeline') as $segment) {
            $from = $segment->has('from') ? Html::say('panel_from', $segment->instant('from')) : '';
            $until = $segment->has('until') ? Html::say('panel_until', $segment->instant('until')) : '';
            $tier = Html::text($segment->text('tier'));
            $isNow = $segment->text('tier') === $client->text('tier')
                && $segment->text('until') === $client->text('until');
            $lines[] = ($isNow ? "<b>$tier</b>" : $tier) . ' ' . Html::tag('span', 'sb-faint', trim("$from $until"));
        }
        return $lines;
    }
}
