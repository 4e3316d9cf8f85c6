<?php

namespace StockExporter;

/** WHMCS's catalogue of API actions. API roles can grant a custom action only from there. */
final class Catalog
{
    const ACTION = 'getproductdetails';
    const GROUP = 'stockexporter';

    /** Adds the action, once. */
    public static function addAction(): void
    {
        $catalog = '\\WHMCS\\Api\\V1\\Catalog';
        if (!class_exists($catalog)) {
            return;
        }
        if (!array_key_exists(self::GROUP, $catalog::get()->getGroups())) {
            $catalog::add([], [self::GROUP => ['name' => 'Stock Exporter']]);
        }
        if (!array_key_exists(self::ACTION, $catalog::get()->getActions())) {
            $action = ['group' => self::GROUP, 'name' => 'GetProductDetails', 'default' => 0];
            $catalog::add([self::ACTION => $action]);
        }
    }
}
