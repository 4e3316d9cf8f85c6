<?php

namespace StockExporter\Events;

use WHMCS\Database\Capsule;

/** Finds the products of services. */
final class Lookup
{
    /**
     * Returns the products of the services whose column has one of the ids.
     *
     * @param int[] $ids
     * @return int[]
     */
    public static function products(string $column, array $ids): array
    {
        if (!$ids) {
            return [];
        }
        $query = Capsule::table('tblhosting')->whereIn($column, array_unique($ids))->distinct();
        return self::ids($query->get(['packageid']), 'packageid');
    }

    /**
     * Returns the service that was upgraded, and the product that it had before, if that changed.
     *
     * @return array{services: int[], products: int[]}
     */
    public static function upgraded(int $upgrade): array
    {
        $rows = Capsule::table('tblupgrades')->where('id', $upgrade)->get(['type', 'relid', 'originalvalue']);
        $products = [];
        foreach ($rows as $row) {
            if ($row->type === 'package') {
                $products[] = (int) $row->originalvalue;
            }
        }
        return ['services' => self::ids($rows, 'relid'), 'products' => array_filter($products)];
    }

    private static function ids($rows, string $column): array
    {
        $ids = [];
        foreach ($rows as $row) {
            $ids[] = (int) $row->$column;
        }
        return $ids;
    }
}
