<?php

namespace WHMCS\Module\Addon\Supportbridge\Panel;

use WHMCS\Module\Addon\Supportbridge\BridgeClient;
use WHMCS\Module\Addon\Supportbridge\Language;

/**
 * On the client's own ticket form: what this client may expect, as the template variable `supportbridge`.
 *
 * Rule: like WHMCS's own variables it holds text that is escaped already. No answer means no variable: a client is
 * never told of our troubles, and promised nothing that was not read.
 */
final class TicketForm
{
    private const ORDER = ['realtime', 'scheduled', 'open'];

    /** @return array<string, mixed> template variables */
    public static function variables(BridgeClient $bridge, int $client): array
    {
        $answer = $bridge->ask("/v1/clients/$client/entitlement");
        $entitlement = new Document($answer->document);
        if (!$answer->isGood() || !$entitlement->has('tier')) {
            return [];
        }
        $channels = [];
        foreach ($entitlement->pairs('channels') as $channel => $access) {
            $channels[] = [
                'name' => Html::text(Parts::word('channel', $channel)),
                'access' => Html::text($access),
                'says' => Html::text(Parts::word('access', $access)),
            ];
        }
        return ['supportbridge' => [
            'tier' => Html::text($entitlement->text('tier')),
            'until' => Html::text($entitlement->instant('channels_until')),
            'channels' => $channels,
            'text' => Html::text(self::sentence($entitlement)),
        ]];
    }

    /** One sentence an access, the best first. */
    private static function sentence(Document $entitlement): string
    {
        $sentences = [];
        $channels = $entitlement->pairs('channels');
        foreach (self::ORDER as $access) {
            $names = array_map(static function (string $channel): string {
                return Parts::word('channel', $channel);
            }, array_keys($channels, $access, true));
            if ($names !== []) {
                $sentences[] = Language::say("form_$access", implode(', ', $names));
            }
        }
        if ($entitlement->has('channels_until')) {
            $sentences[] = Language::say('form_until', $entitlement->instant('channels_until'));
        }
        return implode(' ', $sentences);
    }
}
