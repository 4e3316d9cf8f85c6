<?php

namespace StockExporter\Action;

use StockExporter\Database\Columns;
use StockExporter\Database\Rows;
use WHMCS\Database\Capsule;

/** Reads what GetProducts leaves out of products: stock control, stock, hidden, retired, group. */
final class Products
{
    /** Fields of the answer, each with its column and its type. */
    const FIELDS = [
        'gid' => ['gid', 'int'],
        'name' => ['name', 'text'],
        'type' => ['type', 'text'],
        'module' => ['servertype', 'text'],
        'paytype' => ['paytype', 'text'],
        'stockcontrol' => ['stockcontrol', 'flag'],
        'qty' => ['qty', 'int'],
        'hidden' => ['hidden', 'flag'],
        'retired' => ['retired', 'flag'],
    ];

    /** @var Columns */
    private $columns;

    public function __construct(Columns $columns)
    {
        $this->columns = $columns;
    }

    /**
     * Returns the products by id. Fields whose column is missing, or whose value cannot be read, are left
     * out, so that the exporter does not take a default for a fact.
     *
     * @param int[] $ids empty for all products
     */
    public function read(array $ids): array
    {
        $groups = $this->groupNames();
        $columns = array_column(self::FIELDS, 0);
        $query = Capsule::table('tblproducts')
            ->select(array_merge(['id'], $this->columns->only('tblproducts', $columns)))
            ->orderBy('id');
        if ($ids) {
            $query->whereIn('id', $ids);
        }
        $products = [];
        foreach (Rows::of($query) as $row) {
            $id = (int) $row['id'];
            $products[$id] = ['pid' => $id];
            foreach (self::FIELDS as $field => list($column, $type)) {
                $value = array_key_exists($column, $row) ? self::convert($row[$column], $type) : null;
                if ($value !== null) {
                    $products[$id][$field] = $value;
                }
                if ($field === 'gid' && isset($row['gid'])) {
                    $group = (int) $row['gid'];
                    $products[$id]['groupname'] = isset($groups[$group]) ? $groups[$group] : '';
                }
            }
        }
        return $products;
    }

    private static function convert($value, string $type)
    {
        if ($type === 'int') {
            return Value::integer($value);
        }
        return $type === 'flag' ? Value::flag($value) : Value::text($value);
    }

    private function groupNames(): array
    {
        $names = [];
        if (!$this->columns->has('tblproductgroups', 'name')) {
            return $names;
        }
        foreach (Rows::of(Capsule::table('tblproductgroups')->select('id', 'name')) as $row) {
            $names[(int) $row['id']] = Value::text($row['name']);
        }
        return $names;
    }
}
