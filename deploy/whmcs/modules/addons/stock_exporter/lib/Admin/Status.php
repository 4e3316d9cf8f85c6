<?php

namespace StockExporter\Admin;

use StockExporter\Catalog;
use StockExporter\Pause;
use StockExporter\Settings;
use WHMCS\Database\Capsule;

/** Finds out whether the companion can work. */
final class Status
{
    public static function isActionReadable(): bool
    {
        return is_readable(self::root() . '/includes/api/' . Catalog::ACTION . '.php');
    }

    public static function hasSettingsFile(): bool
    {
        return is_file(self::root() . '/includes/hooks/_stock_exporter_settings.php');
    }

    /** @return string[]|null the names of the API roles that grant the action; null if they are unknown */
    public static function roles(): ?array
    {
        try {
            $names = [];
            foreach (Capsule::table('tblapi_roles')->get(['role', 'permissions']) as $row) {
                $permissions = json_decode((string) $row->permissions, true);
                if (is_array($permissions) && self::grants($permissions)) {
                    $names[] = (string) $row->role;
                }
            }
            return $names;
        } catch (\Throwable $e) {
            return null;
        }
    }

    /**
     * Returns what is wrong with the settings, as keys of texts; none if events are sent.
     *
     * @param string $secret the secret as WHMCS hands it to the page
     * @return string[]
     */
    public static function problems(Settings $settings, string $secret): array
    {
        if (!$settings->canSend()) {
            return ['check_settings_none'];
        }
        return array_keys(array_filter([
            'check_settings_short' => strlen($settings->secret) < 16,
            'check_settings_secret' => trim($secret) !== $settings->secret,
            'check_settings_plain' => stripos($settings->url, 'https://') !== 0,
        ]));
    }

    /** Returns the key of a text about the pause. */
    public static function pause(Settings $settings): string
    {
        $pause = new Pause($settings);
        if ($pause->isOn()) {
            return 'check_pause_on';
        }
        return $pause->isShared() ? 'check_pause_ok' : 'check_pause_none';
    }

    /**
     * Returns the last lines of the companion in the activity log. Only the end of the log is searched,
     * because it can be long.
     *
     * @return array<int, array{0: string, 1: string}> date and text
     */
    public static function failures(int $count): array
    {
        $last = (int) Capsule::table('tblactivitylog')->max('id');
        $rows = Capsule::table('tblactivitylog')
            ->where('id', '>', $last - 50000)
            ->where('description', 'like', 'Stock exporter: %')
            ->orderBy('id', 'desc')
            ->limit($count)
            ->get(['date', 'description']);
        $lines = [];
        foreach ($rows as $row) {
            $lines[] = [(string) $row->date, substr((string) $row->description, strlen('Stock exporter: '))];
        }
        return $lines;
    }

    /** Permissions are a list of actions, or a map of them. */
    private static function grants(array $permissions): bool
    {
        foreach ($permissions as $key => $value) {
            if (is_array($value) && self::grants($value)) {
                return true;
            }
            $name = is_int($key) ? $value : $key;
            if (is_string($name) && strtolower($name) === Catalog::ACTION && ($value || is_int($key))) {
                return true;
            }
        }
        return false;
    }

    private static function root(): string
    {
        return dirname(__DIR__, 5);
    }
}
