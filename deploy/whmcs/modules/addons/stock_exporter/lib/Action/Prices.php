<?php

namespace StockExporter\Action;

use StockExporter\Database\Columns;
use StockExporter\Database\Rows;
use WHMCS\Database\Capsule;

/** Reads the prices of products, without setup fees. A one-time price is in the field monthly. */
final class Prices
{
    const CYCLES = ['monthly', 'quarterly', 'semiannually', 'annually', 'biennially', 'triennially'];

    /**
     * Returns prices by product, currency and billing cycle. Cycles that are not sold, which have a negative
     * price, are left out.
     *
     * @param int[] $ids empty for all products
     */
    public static function read(Columns $columns, array $ids): array
    {
        $cycles = $columns->only('tblpricing', self::CYCLES);
        $query = Capsule::table('tblpricing')
            ->join('tblcurrencies', 'tblcurrencies.id', '=', 'tblpricing.currency')
            ->where('tblpricing.type', 'product')
            ->select(array_merge(['tblpricing.relid', 'tblcurrencies.code'], array_map(function ($cycle) {
                return "tblpricing.$cycle";
            }, $cycles)))
            ->orderBy('tblpricing.id');
        if ($ids) {
            $query->whereIn('tblpricing.relid', $ids);
        }
        $prices = [];
        foreach (Rows::of($query) as $row) {
            foreach ($cycles as $cycle) {
                if (is_numeric($row[$cycle]) && $row[$cycle] >= 0) {
                    $prices[(int) $row['relid']][Value::text($row['code'])][$cycle] = (string) $row[$cycle];
                }
            }
        }
        return $prices;
    }
}
