<?php

namespace StockExporter\Action;

use StockExporter\Database\Columns;
use StockExporter\Database\Snapshot;
use StockExporter\Quiet;
use StockExporter\Version;

/**
 * The API action GetProductDetails. It only reads. It returns no client data: services are counted, not
 * listed.
 *
 * Fields, all optional:
 *   productid       a product id
 *   productids      product ids, separated by commas; the default is all products
 *   statuses        statuses of services that count as in use, separated by commas; the default is
 *                   Pending,Active,Suspended
 *   usage           0 skips units in use, and options as well unless options is 1
 *   combinations    0 skips the units in use of sets of choices
 *   prices          1 adds prices
 *   history         days of which the units sold are returned
 *   historychoices  ids of products of which the history also lists choices
 *
 * If units in use, prices or units sold cannot be read, the products are returned all the same: usageproblem,
 * pricesproblem and historyproblem say what failed.
 */
final class ProductDetails
{
    /** @var Fields */
    private $fields;
    /** @var Columns */
    private $columns;
    /** @var string[] what the answer leaves out */
    private $notes = [];
    /** @var array<string, string> for the activity log, when the snapshot of the database is over */
    private $failures = [];

    /** Returns the answer in the form that WHMCS expects. */
    public static function respond(array $fields): array
    {
        $answer = Quiet::run('GetProductDetails failed', function () use ($fields) {
            try {
                $action = new self(new Fields($fields));
            } catch (InvalidField $e) {
                return ['result' => 'error', 'message' => $e->getMessage()];
            }
            try {
                return Snapshot::read([$action, 'answer']);
            } finally {
                foreach ($action->failures as $failure => $message) {
                    Quiet::logFailure("GetProductDetails: $failure", $message);
                }
            }
        });
        // The message may contain internal details, such as the database user, so it is not returned.
        $failed = ['result' => 'error', 'message' => 'GetProductDetails failed; see the activity log'];
        return is_array($answer) ? $answer : $failed;
    }

    private function __construct(Fields $fields)
    {
        $this->fields = $fields;
        $this->columns = new Columns();
    }

    public function answer(): array
    {
        $products = (new Products($this->columns))->read($this->fields->ids);
        $added = [];
        if ($this->fields->options) {
            $addOptions = function () use (&$products) {
                return $this->addOptions($products);
            };
            $added += $this->attempt('usageproblem', 'counting units in use failed', $addOptions);
        }
        if ($this->fields->prices) {
            $addPrices = function () use (&$products) {
                return $this->addPrices($products);
            };
            $added += $this->attempt('pricesproblem', 'reading prices failed', $addPrices);
        }
        if ($this->fields->history > 0) {
            $added += $this->attempt('historyproblem', 'reading units sold failed', [$this, 'history']);
        }
        $products = array_values($products);
        return [
            'result' => 'success',
            'totalresults' => count($products),
            'products' => ['product' => $products],
        ] + $added + ['companion' => [
            'version' => Version::NUMBER,
            'today' => date('Y-m-d'), // in the time zone of the history
            'missing' => $this->columns->missing(),
            'notes' => $this->notes,
        ]];
    }

    /** Runs a part of the answer. If it fails, the others stand. */
    private function attempt(string $problem, string $failure, callable $work): array
    {
        try {
            return $work();
        } catch (\Throwable $e) {
            $this->failures[$failure] = $e->getMessage();
            $code = $e instanceof \PDOException ? ' (SQLSTATE ' . $e->getCode() . ')' : '';
            return [$problem => "$failure$code; see WHMCS's activity log"];
        }
    }

    /** Adds options to the products, and units in use where they are requested. */
    private function addOptions(array &$products): array
    {
        $start = microtime(true);
        $options = new Options($this->columns, $this->fields->ids);
        $usage = null;
        try {
            $usage = $this->fields->usage ? $this->countUsage($options) : null;
        } finally {
            foreach ($products as $id => $product) {
                $products[$id] += $this->describe($id, $options, $usage);
            }
        }
        return $usage ? ['usagemillis' => (int) round((microtime(true) - $start) * 1000)] : [];
    }

    /** Adds prices to the products, to those without prices as well. */
    private function addPrices(array &$products): array
    {
        $prices = Prices::read($this->columns, $this->fields->ids);
        foreach ($products as $id => $product) {
            $products[$id]['pricing'] = isset($prices[$id]) ? $prices[$id] : [];
        }
        return [];
    }

    private function countUsage(Options $options): Usage
    {
        $usage = new Usage($options, $this->fields->combinations);
        $usage->count(new Services($this->columns, $this->fields->ids), $this->fields->statuses);
        if ($usage->cutCount() > 0) {
            $this->notes[] = "combinations of {$usage->cutCount()} products are left out because an answer"
                . ' can contain ' . Usage::MAX_SETS . '; request fewer products at a time';
        }
        return $usage;
    }

    private function describe(int $id, Options $options, ?Usage $usage): array
    {
        $counts = [];
        if ($usage) {
            $sets = $this->fields->combinations ? ['combination' => $usage->takeCombinations($id)] : null;
            $counts = [
                'inuse' => $usage->ofProduct($id),
                'unmatched' => $usage->unmatchedOf($id),
                'combinations' => $sets,
            ];
        }
        return $counts + ['configoptions' => ['configoption' => $options->describe($id, $usage)]];
    }

    public function history(): array
    {
        $history = new History($this->columns, $this->fields->history);
        $history->count(new Services($this->columns, $this->fields->ids));
        $ids = $this->fields->historyChoices;
        if ($ids) {
            $history->countChoices(new Services($this->columns, $ids), new Options($this->columns, $ids));
        }
        return $history->describe();
    }
}
