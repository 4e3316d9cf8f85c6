<?php

namespace StockExporter\Events;

use WHMCS\Database\Capsule;

/**
 * The products of services that an admin has viewed. ServiceDelete runs after the deletion, when the database
 * no longer knows the product; the admin has viewed the service, or the summary of its client, just before.
 */
final class ViewedServices
{
    const KEY = 'stock_exporter_services';
    const MAX = 200;

    /**
     * @param string $column of tblhosting: id or userid
     * @param int[]  $ids
     */
    public static function remember(string $column, array $ids): void
    {
        $query = Capsule::table('tblhosting')->whereIn($column, $ids)->orderBy('id', 'desc')->limit(self::MAX);
        $known = self::known();
        foreach ($ids ? $query->get(['id', 'packageid']) : [] as $row) {
            unset($known[$row->id]);
            $known[(int) $row->id] = (int) $row->packageid;
        }
        $_SESSION[self::KEY] = array_slice($known, -self::MAX, null, true);
    }

    /** @return int[] the product of a service; none if it is unknown */
    public static function products(int $service): array
    {
        $known = self::known();
        return isset($known[$service]) && is_int($known[$service]) ? [$known[$service]] : [];
    }

    private static function known(): array
    {
        return isset($_SESSION[self::KEY]) && is_array($_SESSION[self::KEY]) ? $_SESSION[self::KEY] : [];
    }
}
