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

    /**
     * Converts a flag to 1 or 0. Newer columns contain 1 or 0, older ones "on" or an empty string.
     *
     * @return int|null null if it is neither, because a default would look like a fact
     */
    public static function flag($value): ?int
    {
        $text = $value === null ? 'unknown' : strtolower(trim((string) $value));
        if (in_array($text, ['1', 'on', 'yes', 'true'], true)) {
            return 1;
        }
        return in_array($text, ['', '0', 'off', 'no', 'false'], true) ? 0 : null;
    }

    /** @return int|null null if the value is no number, because 0 would look like a fact */
    public static function integer($value): ?int
    {
        return is_numeric($value) ? (int) $value : null;
    }
}
