<?php

namespace StockExporter\Action;

/** Converts values of the database into values of the answer. */
final class Value
{
    /** Returns the text with bytes that are not UTF-8 replaced. One of them would fail the whole answer. */
    public static function text($value): string
    {
        $text = (string) $value;
        if (preg_match('//u', $text)) {
            return $text;
        }
        return json_decode(json_encode($text, JSON_INVALID_UTF8_SUBSTITUTE));
    }

    /** Converts a flag to 1 or 0. Newer columns contain 1 or 0, older ones "on" or an empty string. */
    public static function flag($value): int
    {
        return in_array(strtolower((string) $value), ['1', 'on', 'yes', 'true'], true) ? 1 : 0;
    }
}
