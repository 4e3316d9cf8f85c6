<?php

namespace StockExporter\Admin;

use PDO;
use StockExporter\Events\SeenHooks;
use StockExporter\Settings;
use StockExporter\Version;
use WHMCS\Database\Capsule;

/** How this WHMCS differs from what the companion assumes. Without names, clients and secrets. */
final class Report
{
    const TABLES = [
        'tblproducts', 'tblproductgroups', 'tblproductconfiglinks', 'tblproductconfigoptions',
        'tblproductconfigoptionssub', 'tblhosting', 'tblhostingconfigoptions', 'tblorders', 'tblupgrades',
        'tblapi_roles', 'tblpricing', 'tblcurrencies',
    ];
    /** Columns whose values differ between versions of WHMCS, and have few. */
    const VALUES = [
        'tblproducts' => ['stockcontrol', 'hidden', 'retired'],
        'tblproductconfigoptions' => ['optiontype', 'hidden'],
        'tblproductconfigoptionssub' => ['hidden'],
        'tblhosting' => ['domainstatus'],
    ];

    /** @param array $run what the page learned of a run of the action; empty if it did not run */
    public static function text(Settings $settings, array $run): string
    {
        $facts = [
            'companion' => Version::NUMBER,
            'whmcs' => self::attempt([self::class, 'whmcsVersion']),
            'php' => PHP_VERSION . ' ' . PHP_SAPI,
            'database' => self::attempt([self::class, 'database']),
            'tables' => [],
            'hooks seen' => SeenHooks::all($settings),
            'run' => $run,
        ];
        foreach (self::TABLES as $table) {
            $facts['tables'][$table] = self::attempt(function () use ($table) {
                return self::table($table);
            });
        }
        $flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE;
        return json_encode($facts, $flags);
    }

    public static function whmcsVersion(): string
    {
        $query = Capsule::table('tblconfiguration')->where('setting', 'Version');
        return preg_replace('/[^\w.+-]/', '', (string) $query->value('value'));
    }

    public static function database(): string
    {
        $pdo = Capsule::connection()->getPdo();
        return $pdo->getAttribute(PDO::ATTR_DRIVER_NAME) . ' ' . $pdo->getAttribute(PDO::ATTR_SERVER_VERSION);
    }

    private static function table(string $table): array
    {
        $columns = Capsule::schema()->getColumnListing($table);
        if (!$columns) {
            return ['missing' => true];
        }
        $facts = ['columns' => implode(' ', $columns), 'rows' => Capsule::table($table)->count()];
        $pdo = Capsule::connection()->getPdo();
        if ($pdo->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql') {
            $status = $pdo->query('SHOW TABLE STATUS LIKE ' . $pdo->quote($table))->fetch(PDO::FETCH_ASSOC);
            $facts['engine'] = $status ? (string) $status['Engine'] : '';
            $indexes = $pdo->query("SHOW INDEX FROM `$table`")->fetchAll(PDO::FETCH_ASSOC);
            $facts['indexed columns'] = implode(' ', array_unique(array_column($indexes, 'Column_name')));
        }
        foreach (isset(self::VALUES[$table]) ? self::VALUES[$table] : [] as $column) {
            if (in_array($column, $columns, true)) {
                $facts["values of $column"] = self::values($table, $column);
            }
        }
        return $facts;
    }

    /** Counts the values of a column. Values that no version is known to have may be private. */
    private static function values(string $table, string $column): array
    {
        $query = Capsule::table($table)->select($column)->selectRaw('COUNT(*) AS number')->groupBy($column);
        $counts = [];
        foreach ($query->limit(20)->get() as $row) {
            $value = $row->$column;
            $isKnown = $value === null || preg_match('/^(\d|on|off|yes|no|true|false|[A-Z][a-z]{3,10})?$/', $value);
            $shown = $isKnown ? json_encode($value) : 'text of ' . strlen((string) $value) . ' characters';
            $counts[$shown] = (int) $row->number;
        }
        return $counts;
    }

    private static function attempt(callable $find)
    {
        try {
            return $find();
        } catch (\Throwable $e) {
            return $e instanceof \PDOException ? 'SQLSTATE ' . $e->getCode() : get_class($e);
        }
    }
}
