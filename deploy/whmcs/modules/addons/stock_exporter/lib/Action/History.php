<?php

namespace StockExporter\Action;

use StockExporter\Database\Columns;

/**
 * The units sold per product and day, by the day on which services were registered. Orders that were never
 * fulfilled do not count: fraud, and orders that were cancelled while pending.
 */
final class History
{
    /** Limits the size of an answer. Older days are left out. */
    const MAX_ENTRIES = 40000;

    /** @var Columns */
    private $columns;
    /** @var string the first day */
    private $from;
    /** @var array<string, array<int, int>> units by day and product */
    private $sold = [];
    /** @var array<string, array<int, array<int, array>>> choices by day, product and choice */
    private $choices = [];

    public function __construct(Columns $columns, int $days)
    {
        $this->columns = $columns;
        $this->from = date('Y-m-d', strtotime("-$days days"));
    }

    public function count(Services $services): void
    {
        $by = ['tblhosting.packageid', 'tblhosting.regdate'];
        foreach ($services->units([$this, 'narrow'], $by) as $row) {
            $day = substr((string) $row['regdate'], 0, 10);
            $product = (int) $row['packageid'];
            $sold = isset($this->sold[$day][$product]) ? $this->sold[$day][$product] : 0;
            $this->sold[$day][$product] = $sold + (int) $row['units'];
        }
    }

    /** Counts the units sold of each choice. */
    public function countChoices(Services $services, Options $options): void
    {
        $selections = new Selections($options);
        foreach ($services->selections([$this, 'narrow'], ['regdate']) as $row) {
            $day = substr((string) $row['regdate'], 0, 10);
            $product = (int) $row['product'];
            foreach ($selections->parse($row['selections']) as $option => $selection) {
                $choice = $selection->choice;
                if ($choice === null || $selection->isDoubtful || $selection->number === 0) {
                    continue;
                }
                if (!$options->belongsTo($option, $product)) {
                    continue; // left over from before the service moved
                }
                if (!isset($this->choices[$day][$product][$choice])) {
                    $this->choices[$day][$product][$choice] =
                        ['configid' => $option, 'choiceid' => $choice, 'sold' => 0];
                }
                $this->choices[$day][$product][$choice]['sold'] += $selection->number * (int) $row['units'];
            }
        }
    }

    /** Returns the days with sales, newest first, and the first day of which everything is listed. */
    public function describe(): array
    {
        krsort($this->sold);
        $listed = [];
        $left = self::MAX_ENTRIES;
        foreach ($this->sold as $day => $products) {
            $left -= count($products);
            foreach (isset($this->choices[$day]) ? $this->choices[$day] : [] as $choices) {
                $left -= count($choices);
            }
            if ($left < 0) {
                $this->from = date('Y-m-d', strtotime("$day +1 day"));
                break;
            }
            ksort($products);
            foreach ($products as $product => $sold) {
                $row = ['pid' => $product, 'day' => $day, 'sold' => $sold];
                if (isset($this->choices[$day][$product])) {
                    $row['choices'] = array_values($this->choices[$day][$product]);
                }
                $listed[] = $row;
            }
        }
        return ['history' => $listed, 'historyfrom' => $this->from];
    }

    /** Narrows a query to services that were sold since the first day. */
    public function narrow($query): void
    {
        $query->where('tblhosting.regdate', '>=', $this->from);
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
