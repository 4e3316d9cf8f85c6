<?php

namespace StockExporter\Action;

/** The units in use of products, of the choices of their options, and of their combinations of choices. */
final class Usage
{
    /** Limits the size of an answer. */
    const MAX_SETS = 20000;

    /** @var Options */
    private $options;
    /** @var bool */
    private $hasSets;
    /** @var array<int, int> units of each product */
    private $units = [];
    /** @var array<int, array<int, int>> units of each choice, by product */
    private $choices = [];
    /** @var array<int, array<int, int>> units that match no choice, by product and option */
    private $unmatched = [];
    /** @var array<int, int> units that match no choice, by product */
    private $allUnmatched = [];
    /** @var array<int, array<string, int>> units of each set of choices, by product */
    private $sets = [];
    /** @var int */
    private $setCount = 0;
    /** @var array<int, true> products with too many sets */
    private $cut = [];

    public function __construct(Options $options, bool $hasSets)
    {
        $this->options = $options;
        $this->hasSets = $hasSets;
    }

    /** @param string[] $statuses statuses of services that count as in use */
    public function count(Services $services, array $statuses): void
    {
        $inUse = function ($query) use ($statuses) {
            $query->whereIn('tblhosting.domainstatus', $statuses);
        };
        foreach ($services->units($inUse, ['tblhosting.packageid']) as $row) {
            $product = (int) $row['packageid'];
            $this->units[$product] = $this->ofProduct($product) + (int) $row['units'];
        }
        $selections = new Selections($this->options);
        foreach ($services->selections($inUse) as $row) {
            $this->add((int) $row['product'], $selections->parse($row['selections']), (int) $row['units']);
        }
    }

    public function ofProduct(int $product): int
    {
        return isset($this->units[$product]) ? $this->units[$product] : 0;
    }

    public function ofChoice(int $product, int $choice): int
    {
        return isset($this->choices[$product][$choice]) ? $this->choices[$product][$choice] : 0;
    }

    /** Returns the units of a product that match no choice of an option, or of any option for 0. */
    public function unmatchedOf(int $product, int $option = 0): int
    {
        if ($option === 0) {
            return isset($this->allUnmatched[$product]) ? $this->allUnmatched[$product] : 0;
        }
        return isset($this->unmatched[$product][$option]) ? $this->unmatched[$product][$option] : 0;
    }

    /** Returns the sets of choices of a product, and forgets them. @return array|null null if too many */
    public function takeCombinations(int $product)
    {
        if (isset($this->cut[$product])) {
            return null;
        }
        $sets = isset($this->sets[$product]) ? $this->sets[$product] : [];
        unset($this->sets[$product]);
        ksort($sets);
        $combinations = [];
        foreach ($sets as $choices => $units) {
            $combinations[] = ['choices' => (string) $choices, 'inuse' => $units];
        }
        return $combinations;
    }

    /** Returns how many products have more sets of choices than an answer can contain. */
    public function cutCount(): int
    {
        return count($this->cut);
    }

    /** @param array<int, Selection> $selections of a service */
    private function add(int $product, array $selections, int $units): void
    {
        $set = [];
        foreach ($selections as $option => $selection) {
            $choice = $selection->choice;
            if ($choice === null || $selection->isDoubtful || !$this->options->belongsTo($option, $product)) {
                $this->addUnmatched($product, $selection, $units);
                continue;
            }
            $held = $selection->number * $units;
            if (isset($this->choices[$product][$choice])) {
                $this->choices[$product][$choice] += $held;
            } else {
                $this->choices[$product][$choice] = $held;
            }
            if ($selection->isInSets) {
                $set[] = $choice;
            }
        }
        if ($this->hasSets && $set) {
            sort($set);
            $this->addSet($product, implode(',', $set), $units);
        }
    }

    private function addUnmatched(int $product, Selection $selection, int $units): void
    {
        if ($selection->number === 0) {
            return;
        }
        $this->allUnmatched[$product] = $this->unmatchedOf($product) + $units;
        $option = $selection->option;
        $this->unmatched[$product][$option] = $this->unmatchedOf($product, $option) + $units;
    }

    /** Adds a set of choices. If there are too many, those of the product with the most are left out. */
    private function addSet(int $product, string $key, int $units): void
    {
        if (isset($this->cut[$product])) {
            return;
        }
        if (isset($this->sets[$product][$key])) {
            $this->sets[$product][$key] += $units;
            return;
        }
        $this->sets[$product][$key] = $units;
        $this->setCount += 1;
        if ($this->setCount > self::MAX_SETS) {
            $counts = array_map('count', $this->sets);
            $largest = (int) array_search(max($counts), $counts, true);
            $this->setCount -= $counts[$largest];
            $this->cut[$largest] = true;
            unset($this->sets[$largest]);
        }
    }
}
