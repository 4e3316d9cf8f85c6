<?php

namespace StockExporter\Action;

use PDO;
use StockExporter\Database\Columns;
use StockExporter\Database\Rows;
use StockExporter\Database\Snapshot;
use WHMCS\Database\Capsule;

/** Reads services: how many units they are, and what was selected in their configurable options. */
final class Services
{
    /** Services per query where readers block writers (MyISAM), so that a writer waits for one query only. */
    const CHUNK = 10000;

    /** @var int[] */
    private $ids;
    /** @var string */
    private $units;
    /** @var bool */
    private $isInChunks;

    /** @param int[] $ids products; empty for all */
    public function __construct(Columns $columns, array $ids)
    {
        $this->ids = $ids;
        // Older versions of WHMCS have no quantity: a service is one unit.
        $this->units = $columns->has('tblhosting', 'qty')
            ? '(CASE WHEN tblhosting.qty > 1 THEN tblhosting.qty ELSE 1 END)'
            : '1';
        $this->isInChunks = !Snapshot::covers(['tblhosting', 'tblhostingconfigoptions']);
    }

    /**
     * Yields the units of services, grouped by columns of tblhosting.
     *
     * @param callable $where narrows a query to the services that count
     * @param string[] $by    such as tblhosting.packageid
     */
    public function units(callable $where, array $by): \Generator
    {
        foreach ($this->ranges() as $range) {
            $query = $this->query($where, $range)
                ->select($by)
                ->selectRaw("SUM({$this->units}) AS units")
                ->groupBy($by);
            yield from Rows::of($query);
        }
    }

    /**
     * Yields each service that has options, with its units, and "option:choice:number;" for each row of its
     * options, separated by commas. The database groups these rows, so that few cross the wire.
     *
     * @param callable $where narrows a query to the services that count
     * @param string[] $with  further columns of tblhosting
     */
    public function selections(callable $where, array $with = []): \Generator
    {
        foreach ($this->ranges() as $range) {
            $query = $this->query($where, $range)
                ->join('tblhostingconfigoptions', 'tblhostingconfigoptions.relid', '=', 'tblhosting.id')
                ->selectRaw('MAX(tblhosting.packageid) AS product')
                ->selectRaw("MAX({$this->units}) AS units")
                ->selectRaw('COUNT(*) AS number')
                ->selectRaw('GROUP_CONCAT(' . self::selection() . ') AS selections')
                ->groupBy('tblhosting.id');
            foreach ($with as $column) {
                $query->selectRaw("MAX(tblhosting.$column) AS $column");
            }
            foreach (Rows::of($query) as $row) {
                if (substr_count((string) $row['selections'], ';') !== (int) $row['number']) {
                    throw new \RuntimeException('the database cut the options of a service short');
                }
                yield $row;
            }
        }
    }

    private function query(callable $where, array $range)
    {
        $query = Capsule::table('tblhosting');
        $where($query);
        if ($this->ids) {
            $query->whereIn('tblhosting.packageid', $this->ids);
        }
        if ($range) {
            $query->whereBetween('tblhosting.id', $range);
        }
        return $query;
    }

    /** Returns ranges of ids, or one empty range for all services. */
    private function ranges(): array
    {
        if (!$this->isInChunks) {
            return [[]];
        }
        $last = (int) Capsule::table('tblhosting')->max('id');
        $ranges = [];
        for ($first = 1; $first <= $last; $first += self::CHUNK) {
            $ranges[] = [$first, $first + self::CHUNK - 1];
        }
        return $ranges;
    }

    private static function selection(): string
    {
        $columns = array_map(function ($column) {
            return "COALESCE(tblhostingconfigoptions.$column, 0)";
        }, ['configid', 'optionid', 'qty']);
        $isMysql = Capsule::connection()->getPdo()->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql';
        return $isMysql
            ? "CONCAT($columns[0], ':', $columns[1], ':', $columns[2], ';')"
            : "$columns[0] || ':' || $columns[1] || ':' || $columns[2] || ';'";
    }
}
