<?php

namespace StockExporter\Events;

use StockExporter\Settings;
use StockExporter\SharedState;

/** The hooks that have run since PHP's folder for temporary files was emptied: those that this WHMCS has. */
final class SeenHooks
{
    public static function add(Settings $settings, string $hook): void
    {
        $seen = self::all($settings);
        if (!in_array($hook, $seen, true)) {
            $seen[] = $hook;
            (new SharedState($settings, 'hooks'))->write($seen);
        }
    }

    /** @return string[] */
    public static function all(Settings $settings): array
    {
        return array_values(array_filter((new SharedState($settings, 'hooks'))->read(), 'is_string'));
    }
}
