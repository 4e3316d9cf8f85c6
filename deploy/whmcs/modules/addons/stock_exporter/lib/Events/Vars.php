<?php

namespace StockExporter\Events;

/** Reads the parameters of hooks. */
final class Vars
{
    /** @return int[] the ids of a parameter, which may be one or a list */
    public static function ids($vars, string $key): array
    {
        $value = is_array($vars) && isset($vars[$key]) ? $vars[$key] : [];
        $values = array_filter(is_array($value) ? $value : [$value], 'is_numeric');
        return array_values(array_filter(array_map('intval', $values), function ($id) {
            return $id > 0;
        }));
    }
}
