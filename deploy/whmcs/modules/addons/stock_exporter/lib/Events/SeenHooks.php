<?php

namespace StockExporter\Events;

/** The hooks that have run since PHP's folder for temporary files was emptied. Tells which a WHMCS has. */
final class SeenHooks
{
    public static function add(string $hook): void
    {
        $seen = self::all();
        if (!in_array($hook, $seen, true)) {
            $seen[] = $hook;
            @file_put_contents(self::file(), json_encode($seen), LOCK_EX);
        }
    }

    /** @return string[] */
    public static function all(): array
    {
        $file = self::file();
        $seen = is_file($file) && !is_link($file) ? json_decode((string) @file_get_contents($file), true) : [];
        return is_array($seen) ? array_values(array_filter($seen, 'is_string')) : [];
    }

    private static function file(): string
    {
        return sys_get_temp_dir() . '/whmcs-stock-exporter-hooks-' . substr(hash('sha256', __DIR__), 0, 16);
    }
}
