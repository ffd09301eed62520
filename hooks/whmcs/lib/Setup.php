<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Throwable;

/**
 * The module's beginning and end: its settings, its tables, its secret.
 */
final class Setup
{
    public const VERSION = '0.1.0';

    /** @return array<string, mixed> the keys that WHMCS wants of an addon module */
    public static function config(): array
    {
        return [
            'name' => 'Support Bridge',
            'description' => Language::say('description'),
            'author' => 'Support Bridge',
            'language' => 'english',
            'version' => self::VERSION,
            'fields' => self::fields(),
        ];
    }

    /** Makes the tables and, the first time, the secret: the description that WHMCS shows is where it is seen. */
    public static function activate(): array
    {
        try {
            Schema::make();
            if (Secret::exists()) {
                return self::result('success', Language::say('activated_again'));
            }
            $shown = Language::say('activated', Secret::rotate(), 'modules/addons/supportbridge/api.php');
            return self::result('success', $shown);
        } catch (Throwable $error) {
            return self::result('error', Language::say('activation_failed', Log::kind($error)));
        }
    }

    /** Keeps the data unless the settings say otherwise. */
    public static function deactivate(): array
    {
        try {
            if (!Settings::load()->deletesData) {
                return self::result('success', Language::say('deactivated_kept'));
            }
            Schema::drop();
            return self::result('success', Language::say('deactivated_deleted'));
        } catch (Throwable $error) {
            return self::result('error', Language::say('deactivation_failed', Log::kind($error)));
        }
    }

    public static function upgrade(): void
    {
        try {
            Schema::make();
        } catch (Throwable $error) {
            Log::once('the tables could not be brought up to this version', $error);
        }
    }

    /** @return array<string, array<string, string>> */
    private static function fields(): array
    {
        $fields = [
            'bridge_url' => self::field('text', 'setting_bridge_url', ['Size' => '60']),
            'admin' => self::field('text', 'setting_admin', ['Size' => '30']),
        ];
        foreach (Settings::GROUPS as $group) {
            $fields["group_$group"] = [
                'FriendlyName' => Language::say("group_$group"),
                'Type' => 'yesno',
                'Description' => Language::say('setting_group_hint'),
                'Default' => 'on',
            ];
        }
        $fields['delete_data'] = self::field('yesno', 'setting_delete_data', []);
        return $fields;
    }

    /**
     * @param array<string, string> $more
     *
     * @return array<string, string>
     */
    private static function field(string $type, string $name, array $more): array
    {
        $words = ['FriendlyName' => Language::say($name), 'Description' => Language::say($name . '_hint')];
        return $words + ['Type' => $type] + $more;
    }

    /** @return array{status: string, description: string} */
    private static function result(string $status, string $description): array
    {
        return ['status' => $status, 'description' => $description];
    }
}
