<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use WHMCS\Module\Addon\Supportbridge\BridgeClient;
use WHMCS\Module\Addon\Supportbridge\Language;

/**
 * On the ticket's page: what was promised, how far the ticket has climbed, what comes next, and what was held back.
 *
 * Rule: made of the bridge's own documents, computing nothing; what could not be asked is said to be missing.
 */
final class TicketPanel
{
    private int $id;
    private Document $ticket;
    private Document $client;
    private Document $holds;

    private function __construct(int $id, Document $ticket, Document $client, Document $holds)
    {
        $this->id = $id;
        $this->ticket = $ticket;
        $this->client = $client;
        $this->holds = $holds;
    }

    public static function render(BridgeClient $bridge, int $id): string
    {
        $answer = $bridge->ask("/v1/tickets/$id");
        if (!$answer->isGood()) {
            $head = Html::tag('div', 'sb-head', Parts::title());
            return Html::panel('sb-ticket', $head . Parts::trouble($answer->trouble()));
        }
        $ticket = new Document($answer->document);
        $client = $ticket->number('client');
        $entitlement = $client > 0 ? $bridge->ask("/v1/clients/$client/entitlement")->document : [];
        $holds = $bridge->ask("/v1/tickets/$id/hold")->document;
        $panel = new self($id, $ticket, new Document($entitlement), new Document($holds));
        return Html::panel('sb-ticket', $panel->head() . $panel->body());
    }

    private function head(): string
    {
        $tier = Html::tag('span', 'sb-tier', Html::text($this->ticket->text('tier')));
        $until = $this->client->has('tier')
            ? Html::tag('span', 'sb-faint', Parts::until($this->client, 'until'))
            : '';
        $waits = $this->ticket->text('waiting_for');
        $badge = Html::tag('span', "sb-waits sb-waits-$waits", Html::text(Parts::word('waits', $waits)));
        $outcome = $this->ticket->text('outcome');
        if ($outcome !== '') {
            $badge .= Html::tag('span', "sb-waits sb-outcome-$outcome", Html::text(Parts::word('outcome', $outcome)));
        }
        $buttons = Parts::buttons('ticket', $this->id, $this->holds);
        return Html::tag('div', 'sb-head', Parts::title() . $tier . $until . $badge . $buttons);
    }

    private function body(): string
    {
        $channels = $this->client->has('tier') ? Parts::channels($this->client) : '';
        $columns = Html::section(Html::say('panel_written'), $this->written())
            . Html::section(Html::say('panel_withheld'), $this->withheld());
        return Parts::holds($this->holds)
            . $channels
            . $this->ladder()
            . $this->next()
            . ($columns === '' ? '' : Html::tag('div', 'sb-columns', $columns))
            . Parts::because($this->ticket);
    }

    /** The ladder as steps: those climbed, the one it stands on, those to come; and the topic beside it. */
    private function ladder(): string
    {
        $step = $this->ticket->number('step');
        $rungs = '';
        foreach ($this->ticket->texts('ladder') as $index => $rung) {
            $place = [-1 => 'sb-done', 0 => 'sb-now', 1 => 'sb-ahead'][$index + 1 <=> $step];
            $rungs .= Html::tag('li', $place, Html::text($rung));
        }
        $topic = $this->ticket->has('topic')
            ? Html::say('panel_topic', $this->ticket->text('topic'), $this->ticket->text('scope'))
            : Html::say('panel_no_topic');
        $label = Html::tag('span', 'sb-label', Html::say('panel_ladder'));
        $ladder = $label . Html::tag('ol', 'sb-ladder', $rungs) . Html::tag('span', 'sb-faint', $topic);
        return Html::tag('div', 'sb-row', $ladder);
    }

    private function next(): string
    {
        $says = Html::text($this->whatComesNext());
        if ($this->ticket->has('next_change')) {
            $says .= ' ' . Html::say('next_by_time', $this->ticket->instant('next_change'));
        }
        $label = Html::tag('span', 'sb-label', Html::say('panel_next'));
        return Html::tag('div', 'sb-row', $label . Html::tag('span', 'sb-next', $says));
    }

    private function whatComesNext(): string
    {
        $resting = ['closed' => 'next_closed', 'solved' => 'next_solved'][$this->ticket->text('outcome')] ?? '';
        if ($resting !== '') {
            return Language::say($resting);
        }
        switch ($this->ticket->text('waiting_for')) {
            case 'staff':
                return Language::say('next_staff');
            case 'customer':
                $rung = $this->ticket->texts('ladder')[$this->ticket->number('step')] ?? '';
                return $rung === '' ? Language::say('next_top') : Language::say('next_climb', $rung);
            default:
                return Language::say('next_nobody');
        }
    }

    /** @return list<string> */
    private function written(): array
    {
        $lines = [];
        foreach ($this->ticket->rows('writes') as $write) {
            $state = Html::tag('span', 'sb-state sb-state-' . $write->text('state'), Html::text($write->text('state')));
            $at = Html::tag('span', 'sb-faint', Html::text($write->instant('at')));
            $error = $write->has('error') ? ' ' . Html::tag('span', 'sb-error', Html::text($write->text('error'))) : '';
            $lines[] = Html::text($write->text('key')) . " $state $at$error";
        }
        return $lines;
    }

    /** @return list<string> */
    private function withheld(): array
    {
        $lines = [];
        foreach ($this->ticket->rows('withheld') as $withheld) {
            $until = $withheld->has('until') ? Html::tag('span', 'sb-faint', Parts::until($withheld, 'until')) : '';
            $rule = Html::tag('span', 'sb-rule', Html::text($withheld->text('rule')));
            $what = '<b>' . Html::text($withheld->text('key')) . '</b> ' . Html::text($withheld->text('why'));
            $lines[] = "$rule $what $until";
        }
        return $lines;
    }
}
