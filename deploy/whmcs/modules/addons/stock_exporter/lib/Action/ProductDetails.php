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
 *   productid     a product id
 *   productids    product ids, separated by commas; the default is all products
 *   statuses      statuses of services that count as in use, separated by commas; the default is
 *                 Pending,Active,Suspended
 *   usage         0 skips options and units in use
 *   combinations  0 skips the units in use of sets of choices
 *   history       days of which units sold are returned; with productids also those of choices
 *
 * Whatever fails in counting, the products are answered: usageproblem and historyproblem say what failed.
 */
final class ProductDetails
{
    /** @var Fields */
    private $fields;
    /** @var Columns */
    private $columns;
    /** @var Options|null */
    private $options;
    /** @var string[] what the answer leaves out */
    private $notes = [];
    /** @var string[] for the activity log, when the snapshot of the database is over */
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
                array_map([Quiet::class, 'log'], $action->failures);
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
        if ($this->fields->usage) {
            $added += $this->attempt('usageproblem', 'counting units in use failed', function () use (&$products) {
                return $this->addUsage($products);
            });
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
            $this->failures[] = "GetProductDetails: $failure: " . $e->getMessage();
            $code = $e instanceof \PDOException ? ' (SQLSTATE ' . $e->getCode() . ')' : '';
            return [$problem => "$failure$code; see WHMCS's activity log"];
        }
    }

    /** Adds options and units in use to the products. */
    private function addUsage(array &$products): array
    {
        $start = microtime(true);
        $usage = null;
        try {
            $usage = new Usage($this->options(), $this->fields->combinations);
            $usage->count(new Services($this->columns, $this->fields->ids), $this->fields->statuses);
        } catch (\Throwable $e) {
            $usage = null;
            throw $e;
        } finally {
            foreach ($this->options ? $products : [] as $id => $product) {
                $products[$id] += $this->describe($id, $usage);
            }
        }
        if ($usage->cutCount() > 0) {
            $this->notes[] = 'combinations of ' . $usage->cutCount() . ' products are left out because an answer'
                . ' can contain ' . Usage::MAX_SETS . '; request fewer products at a time';
        }
        return ['usagemillis' => (int) round((microtime(true) - $start) * 1000)];
    }

    private function describe(int $id, ?Usage $usage): array
    {
        $counts = [];
        if ($usage) {
            $counts = ['inuse' => $usage->ofProduct($id), 'unmatched' => $usage->unmatchedOf($id)];
            if ($this->fields->combinations) {
                $counts['combinations'] = ['combination' => $usage->takeCombinations($id)];
            }
        }
        return $counts + ['configoptions' => ['configoption' => $this->options->describe($id, $usage)]];
    }

    public function history(): array
    {
        $services = new Services($this->columns, $this->fields->ids);
        $history = new History($this->columns, $this->fields->history);
        list($days, $from) = $history->read($services, $this->fields->ids ? $this->options() : null);
        return ['history' => $days, 'historyfrom' => $from];
    }

    private function options(): Options
    {
        if (!$this->options) {
            $this->options = new Options($this->columns, $this->fields->ids);
        }
        return $this->options;
    }
}
