<?php

namespace StockExporter\Cart;

use StockExporter\Action\Options;
use WHMCS\Database\Capsule;

/** What the exporter says is sold out: products, choices, and combinations of choices. */
final class SoldOut
{
    /** @var array */
    private $list;
    /** @var array<int, int> the types of options */
    private $types = [];

    public function __construct(array $list)
    {
        $this->list = array_filter($list, 'is_array');
    }

    /**
     * Whether a product is sold out with these values of its options.
     *
     * @param array<int, mixed> $values choice ids, numbers or yes/no, by option
     */
    public function has(int $product, array $values): bool
    {
        foreach ($this->list as $entry) {
            if (!isset($entry['pid']) || (int) $entry['pid'] !== $product) {
                continue;
            }
            if (isset($entry['combination'])) {
                $pairs = is_array($entry['combination']) ? $entry['combination'] : [];
            } elseif (isset($entry['option'], $entry['choice'])) {
                $pairs = [[$entry['option'], $entry['choice']]];
            } else {
                return true;
            }
            if ($pairs && $this->hasAll($pairs, $values)) {
                return true;
            }
        }
        return false;
    }

    private function hasAll(array $pairs, array $values): bool
    {
        foreach ($pairs as $pair) {
            if (!is_array($pair) || count($pair) !== 2) {
                return false;
            }
            list($option, $choice) = array_map('intval', array_values($pair));
            $value = isset($values[$option]) && is_scalar($values[$option]) ? (string) $values[$option] : '';
            $isChosen = $this->typeOf($option) >= Options::YES_NO
                ? !in_array(strtolower($value), ['', '0', 'no'], true)
                : (int) $value === $choice;
            if (!$isChosen) {
                return false;
            }
        }
        return true;
    }

    private function typeOf(int $option): int
    {
        if (!isset($this->types[$option])) {
            $query = Capsule::table('tblproductconfigoptions')->where('id', $option);
            $this->types[$option] = (int) $query->value('optiontype');
        }
        return $this->types[$option];
    }
}
