<?php

namespace StockExporter\Database;

use WHMCS\Database\Capsule;

/** The columns of WHMCS's tables, which differ between its versions. */
final class Columns
{
    /** @var array<string, array<string, true>> */
    private $known = [];
    /** @var array<string, true> */
    private $missing = [];

    /** Whether a table has a column. Columns that are missing are remembered. */
    public function has(string $table, string $column): bool
    {
        if (!isset($this->known[$table])) {
            $names = Capsule::schema()->getColumnListing($table);
            $this->known[$table] = array_fill_keys(array_map('strtolower', $names), true);
        }
        $has = isset($this->known[$table][$column]);
        if (!$has) {
            $this->missing["$table.$column"] = true;
        }
        return $has;
    }

    /**
     * Returns those of the columns that exist.
     *
     * @param string[] $columns
     * @return string[]
     */
    public function only(string $table, array $columns): array
    {
        return array_values(array_filter($columns, function ($column) use ($table) {
            return $this->has($table, $column);
        }));
    }

    /** @return string[] such as tblhosting.qty */
    public function missing(): array
    {
        return array_keys($this->missing);
    }
}
