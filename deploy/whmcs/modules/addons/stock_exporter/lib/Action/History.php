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
    const MAX_ENTRIES = 20000;

    /** @var Columns */
    private $columns;
    /** @var string the first day */
    private $from;

    public function __construct(Columns $columns, int $days)
    {
        $this->columns = $columns;
        $this->from = date('Y-m-d', strtotime("-$days days"));
    }

    /**
     * Returns the days with sales, newest first, and the first day of which everything is listed.
     *
     * @param Options|null $options for the choices, which are left out without it
     * @return array{0: array, 1: string}
     */
    public function read(Services $services, ?Options $options): array
    {
        $days = [];
        $by = ['tblhosting.packageid', 'tblhosting.regdate'];
        foreach ($services->units([$this, 'narrow'], $by) as $row) {
            $day = substr((string) $row['regdate'], 0, 10);
            $product = (int) $row['packageid'];
            $days[$day][$product] = (isset($days[$day][$product]) ? $days[$day][$product] : 0) + (int) $row['units'];
        }
        $choices = $options ? $this->choices($services, $options) : [];
        krsort($days);
        $listed = [];
        $entries = 0;
        $from = $this->from;
        foreach ($days as $day => $products) {
            $entries += count($products) + (isset($choices[$day]) ? array_sum(array_map('count', $choices[$day])) : 0);
            if ($entries > self::MAX_ENTRIES) {
                $from = date('Y-m-d', strtotime("$day +1 day"));
                break;
            }
            ksort($products);
            foreach ($products as $product => $sold) {
                $own = isset($choices[$day][$product]) ? array_values($choices[$day][$product]) : [];
                $listed[] = ['pid' => $product, 'day' => $day, 'sold' => $sold] + ($own ? ['choices' => $own] : []);
            }
        }
        return [$listed, $from];
    }

    /** Narrows a query to services that were sold since the first day. */
    public function narrow($query): void
    {
        $query->where('tblhosting.regdate', '>=', $this->from)->where('tblhosting.domainstatus', '<>', 'Fraud');
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

    /** Returns the units sold of each choice, by day, product and choice. */
    private function choices(Services $services, Options $options): array
    {
        $days = [];
        $selections = new Selections($options);
        foreach ($services->selections([$this, 'narrow'], ['regdate']) as $row) {
            $product = (int) $row['product'];
            $day = substr((string) $row['regdate'], 0, 10);
            foreach ($selections->parse($row['selections']) as $option => $selection) {
                $choice = $selection->choice;
                if ($choice === null || $selection->isDoubtful || $selection->number === 0) {
                    continue;
                }
                if (!$options->belongsTo($option, $product)) {
                    continue; // left over from before the service moved
                }
                if (!isset($days[$day][$product][$choice])) {
                    $days[$day][$product][$choice] =
                        ['configid' => $option, 'choiceid' => $choice, 'sold' => 0];
                }
                $days[$day][$product][$choice]['sold'] += $selection->number * (int) $row['units'];
            }
        }
        return $days;
    }
}
