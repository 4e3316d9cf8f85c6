<?php

namespace StockExporter\Events;

/**
 * The products of services that an admin has viewed. ServiceDelete runs after the deletion, when the database
 * no longer knows the product; the admin has viewed the service just before.
 */
final class ViewedServices
{
    const KEY = 'stock_exporter_services';
    const MAX = 20;

    /** @param int[] $services */
    public static function remember(array $services): void
    {
        foreach ($services as $service) {
            $known = self::known();
            unset($known[$service]);
            $known[$service] = Lookup::products('id', [$service]);
            $_SESSION[self::KEY] = array_slice($known, -self::MAX, null, true);
        }
    }

    /** @return int[] the products of a service; none if it is unknown */
    public static function products(int $service): array
    {
        $known = self::known();
        return isset($known[$service]) && is_array($known[$service]) ? $known[$service] : [];
    }

    private static function known(): array
    {
        return isset($_SESSION[self::KEY]) && is_array($_SESSION[self::KEY]) ? $_SESSION[self::KEY] : [];
    }
}
