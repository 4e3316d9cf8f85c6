<?php

namespace StockExporter\Action;

use StockExporter\Database\Columns;
use StockExporter\Database\Rows;
use WHMCS\Database\Capsule;

/** The configurable options and their choices. Products share them through groups of options. */
final class Options
{
    /** Types of configurable options. In DROPDOWN and RADIO, exactly one choice is selected. */
    const DROPDOWN = 1;
    const RADIO = 2;
    const YES_NO = 3;
    const QUANTITY = 4;

    /** @var Columns */
    private $columns;
    /** @var array<int, array<int, true>> the groups of each product */
    private $groups = [];
    /** @var array<int, int> the type of each option, also of options of other products */
    private $types = [];
    /** @var array<int, array> the options of each group, in WHMCS's order */
    private $byGroup = [];
    /** @var array<int, int> the group of each option of the products */
    private $groupOf = [];
    /** @var array<int, array> the choices of each option, in WHMCS's order */
    private $choices = [];

    /** @param int[] $ids empty for all products */
    public function __construct(Columns $columns, array $ids)
    {
        $this->columns = $columns;
        $this->readGroups($ids);
        $this->readOptions();
        $this->readChoices();
    }

    /** Returns the type of an option, or 0 if the option was deleted. */
    public function typeOf(int $option): int
    {
        return isset($this->types[$option]) ? $this->types[$option] : 0;
    }

    public function belongsTo(int $option, int $product): bool
    {
        return isset($this->groupOf[$option], $this->groups[$product][$this->groupOf[$option]]);
    }

    /**
     * Returns the id of the selected choice, or null if it does not exist. A yes/no or quantity option has
     * only one, which the rows of services may not contain.
     */
    public function choiceOf(int $option, int $choice)
    {
        if (empty($this->choices[$option])) {
            return null;
        }
        if ($this->types[$option] >= self::YES_NO) {
            reset($this->choices[$option]);
            return key($this->choices[$option]);
        }
        return isset($this->choices[$option][$choice]) ? $choice : null;
    }

    /** Returns the options of a product in WHMCS's order, with the units in use where $usage has them. */
    public function describe(int $product, ?Usage $usage = null): array
    {
        $own = [];
        foreach (isset($this->groups[$product]) ? $this->groups[$product] : [] as $group => $_) {
            $own += isset($this->byGroup[$group]) ? $this->byGroup[$group] : [];
        }
        ksort($own);
        return array_values(array_map(function (array $option) use ($product, $usage) {
            $id = $option['id'];
            $choices = [];
            foreach (isset($this->choices[$id]) ? $this->choices[$id] : [] as $choice) {
                $choices[] = $choice + ($usage ? ['inuse' => $usage->ofChoice($product, $choice['id'])] : []);
            }
            return $option
                + ($usage ? ['unmatched' => $usage->unmatchedOf($product, $id)] : [])
                + ['options' => ['option' => $choices]];
        }, $own));
    }

    private function readGroups(array $ids): void
    {
        $query = Capsule::table('tblproductconfiglinks')->select('gid', 'pid');
        if ($ids) {
            $query->whereIn('pid', $ids);
        }
        foreach (Rows::of($query) as $row) {
            $this->groups[(int) $row['pid']][(int) $row['gid']] = true;
            $this->byGroup[(int) $row['gid']] = [];
        }
    }

    private function readOptions(): void
    {
        $table = 'tblproductconfigoptions';
        $optional = $this->columns->only($table, ['qtyminimum', 'qtymaximum', 'hidden']);
        $query = Capsule::table($table)
            ->select(array_merge(['id', 'gid', 'optionname', 'optiontype'], $optional));
        if ($this->columns->has($table, 'order')) {
            $query->orderBy('order');
        }
        $position = 0;
        foreach (Rows::of($query->orderBy('id')) as $row) {
            $id = (int) $row['id'];
            $this->types[$id] = (int) $row['optiontype'];
            $group = (int) $row['gid'];
            $position += 1;
            if (!isset($this->byGroup[$group])) {
                continue;
            }
            $this->groupOf[$id] = $group;
            $this->byGroup[$group][$position] = [
                'id' => $id,
                'name' => Value::text($row['optionname']),
                'type' => $this->types[$id],
                'minqty' => isset($row['qtyminimum']) ? (int) $row['qtyminimum'] : 0,
                'maxqty' => isset($row['qtymaximum']) ? (int) $row['qtymaximum'] : 0,
                'hidden' => (int) Value::flag(isset($row['hidden']) ? $row['hidden'] : null),
            ];
        }
    }

    private function readChoices(): void
    {
        $table = 'tblproductconfigoptionssub';
        $optional = $this->columns->only($table, ['hidden']);
        $query = Capsule::table($table)->select(array_merge(['id', 'configid', 'optionname'], $optional));
        if ($this->columns->has($table, 'sortorder')) {
            $query->orderBy('sortorder');
        }
        foreach (Rows::of($query->orderBy('id')) as $row) {
            $id = (int) $row['id'];
            if (isset($this->groupOf[(int) $row['configid']])) {
                $this->choices[(int) $row['configid']][$id] = [
                    'id' => $id,
                    'name' => Value::text($row['optionname']),
                    'hidden' => (int) Value::flag(isset($row['hidden']) ? $row['hidden'] : null),
                ];
            }
        }
    }
}
