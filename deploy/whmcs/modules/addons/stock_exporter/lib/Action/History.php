<?php

namespace StockExporter\Action;

use StockExporter\Database\Columns;

/**
 * The units sold per product and day, by the day on which services were registered. Orders that were never
 * fulfilled do not count: fraud, and orders that were cancelled while pending.
 */
final class History
{
    /** Limits memory and the size of an answer. Older days are left out. */
    const MAX_ENTRIES = 40000;

    /** @var Columns */
    private $columns;
    /** @var string the first day */
    private $from;
    /** @var array<string, array<string, int>> units by day, and by product or product:option:choice */
    private $sold = [];
    /** @var int */
    private $entries = 0;

    public function __construct(Columns $columns, int $days)
    {
        $this->columns = $columns;
        $this->from = date('Y-m-d', strtotime("-$days days"));
    }

    public function count(Services $services): void
    {
        $by = ['tblhosting.packageid', 'tblhosting.regdate'];
        foreach ($services->units([$this, 'narrow'], $by) as $row) {
            $this->add((string) $row['regdate'], (string) (int) $row['packageid'], (int) $row['units']);
        }
    }

    /** Counts the units sold of each choice. */
    public function countChoices(Services $services, Options $options): void
    {
        $selections = new Selections($options);
        foreach ($services->selections([$this, 'narrow'], ['regdate']) as $row) {
            $product = (int) $row['product'];
            foreach ($selections->parse($row['selections']) as $option => $selection) {
                $choice = $selection->choice;
                if ($choice === null || $selection->isDoubtful || $selection->number === 0) {
                    continue;
                }
                if (!$options->belongsTo($option, $product)) {
                    continue; // left over from before the service moved
                }
                $units = $selection->number * (int) $row['units'];
                $this->add((string) $row['regdate'], "$product:$option:$choice", $units);
            }
        }
    }

    /** Returns the days with sales, newest first, and the first day of which everything is listed. */
    public function describe(): array
    {
        krsort($this->sold);
        $listed = [];
        foreach (array_keys($this->sold) as $day) {
            $rows = [];
            foreach ($this->sold[$day] as $key => $sold) {
                list($product, $option, $choice) = array_map('intval', explode(':', "$key:0:0"));
                if ($choice === 0) {
                    $rows[$product] = ['pid' => $product, 'day' => (string) $day, 'sold' => $sold];
                } elseif (isset($rows[$product])) {
                    $rows[$product]['choices'][] = ['configid' => $option, 'choiceid' => $choice, 'sold' => $sold];
                }
            }
            unset($this->sold[$day]);
            ksort($rows);
            foreach ($rows as $row) {
                $listed[] = $row;
            }
        }
        return ['history' => $listed, 'historyfrom' => $this->from];
    }

    /** Adds units. If there are too many entries, the oldest day is left out. */
    private function add(string $date, string $key, int $units): void
    {
        $day = substr($date, 0, 10);
        if ($day < $this->from) {
            return;
        }
        if (isset($this->sold[$day][$key])) {
            $this->sold[$day][$key] += $units;
            return;
        }
        $this->sold[$day][$key] = $units;
        $this->entries += 1;
        if ($this->entries > self::MAX_ENTRIES) {
            $oldest = min(array_keys($this->sold));
            $this->entries -= count($this->sold[$oldest]);
            unset($this->sold[$oldest]);
            $this->from = date('Y-m-d', strtotime("$oldest +1 day"));
        }
    }

    /** Narrows a query to services that were sold since the first day. An admin may enter a day to come. */
    public function narrow($query): void
    {
        $query->whereBetween('tblhosting.regdate', [$this->from, date('Y-m-d 23:59:59')]);
        $query->where('tblhosting.domainstatus', '<>', 'Fraud');
        if (!$this->columns->has('tblorders', 'status')) {
            return;
        }
        // WHMCS can cancel only pending orders. A service that is cancelled later leaves its order active.
        $query->leftJoin('tblorders', 'tblorders.id', '=', 'tblhosting.orderid')->where(function ($either) {
            $either->where('tblhosting.domainstatus', '<>', 'Cancelled')
                ->orWhereNull('tblorders.status')
                ->orWhereNotIn('tblorders.status', ['Cancelled', 'Fraud']);
        });
    }
}
