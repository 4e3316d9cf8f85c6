<?php

namespace StockExporter\Events;

use StockExporter\Quiet;

/** What may have changed in a request. Look-ups wait for its end, when changes are complete. */
final class Changes
{
    /** @var string the hook that names the event */
    private $event = '';
    /** @var bool whether any product may have changed */
    private $all = false;
    /** @var int[] */
    private $products = [];
    /** @var array<string, int[]> ids by column of tblhosting */
    private $later = ['id' => [], 'orderid' => [], 'userid' => []];
    /** @var int[] orders whose services are known */
    private $knownOrders = [];

    /**
     * Notes the hook that ran. The first one names the event, unless it only announces another. Returns
     * whether it is the first of the request.
     */
    public function begin(string $hook): bool
    {
        $isFirst = $this->event === '';
        if ($isFirst || strpos($this->event, 'Pre') === 0) {
            $this->event = $hook;
        }
        return $isFirst;
    }

    public function event(): string
    {
        return $this->event;
    }

    /** @param int[] $products */
    public function addProducts(array $products): void
    {
        $this->products = array_merge($this->products, $products);
    }

    /** Marks all products, because it is unknown which have changed. */
    public function addAll(): void
    {
        $this->all = true;
    }

    /**
     * Adds services, with the products that they have at the end of the request.
     *
     * @param string $column of tblhosting: id, orderid or userid
     * @param int[]  $ids
     */
    public function addLater(string $column, array $ids): void
    {
        $this->later[$column] = array_merge($this->later[$column], $ids);
    }

    /** Adds services with the products that they have now, because they may move or be deleted next. */
    public function addNow(string $column, array $ids): void
    {
        $this->addProducts(Lookup::products($column, $ids));
    }

    /** Skips the look-up of orders whose services are known. The column has no index in older WHMCS. */
    public function skipOrders(array $orders): void
    {
        $this->knownOrders = array_merge($this->knownOrders, $orders);
    }

    /**
     * Returns the products that may have changed; none for any.
     *
     * @return int[]|null null if nothing has changed
     */
    public function resolve(): ?array
    {
        if ($this->all) {
            return [];
        }
        $this->later['orderid'] = array_diff($this->later['orderid'], $this->knownOrders);
        foreach ($this->later as $column => $ids) {
            try {
                $this->addNow($column, $ids);
            } catch (\Throwable $e) {
                Quiet::logFailure('products could not be looked up', $e->getMessage());
                return [];
            }
        }
        $products = array_values(array_unique(array_filter($this->products)));
        return $products ?: null;
    }
}
