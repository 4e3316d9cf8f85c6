<?php

namespace StockExporter\Action;

use StockExporter\Catalog;

/** The fields of a request, validated. */
final class Fields
{
    /** The statuses in WHMCS's documentation of a client's tab Products/Services. */
    const STATUSES = ['Pending', 'Active', 'Completed', 'Suspended', 'Terminated', 'Cancelled', 'Fraud'];
    const IN_USE_STATUSES = 'Pending,Active,Suspended';
    const NAMES = [
        'productid', 'productids', 'statuses', 'usage', 'options', 'combinations', 'prices', 'history',
        'historychoices',
    ];
    const MAX_IDS = 1000;
    const MAX_DAYS = 1100;

    /** @var int[] the requested products; empty for all */
    public $ids;
    /** @var string[] */
    public $statuses;
    /** @var bool */
    public $usage;
    /** @var bool */
    public $options;
    /** @var bool */
    public $combinations;
    /** @var bool */
    public $prices;
    /** @var int days; 0 for no history */
    public $history;
    /** @var int[] products of which the history lists choices */
    public $historyChoices;

    /** @throws InvalidField */
    public function __construct(array $fields)
    {
        $this->ids = self::readIds($fields, ['productid', 'productids']);
        $this->statuses = self::readStatuses(self::field($fields, 'statuses', self::IN_USE_STATUSES));
        $this->usage = self::readFlag($fields, 'usage', '1');
        $this->options = $this->usage || self::readFlag($fields, 'options', '0');
        $this->combinations = self::readFlag($fields, 'combinations', '1');
        $this->prices = self::readFlag($fields, 'prices', '0');
        $this->history = self::readDays(self::field($fields, 'history', '0'));
        $this->historyChoices = self::readIds($fields, ['historychoices']);
    }

    /**
     * Finds the fields where WHMCS puts them: in $apivalues1 for localAPI(), else in the request, or in
     * variables of the scope that includes the file of the action. localAPI() runs within the request of
     * another page, whose fields do not count. If the request is for this action, variables of WHMCS's own
     * that happen to have the name of a field do not count.
     *
     * @param array $scope the variables of that scope
     */
    public static function find(array $scope): array
    {
        if (isset($scope['apivalues1']) && is_array($scope['apivalues1'])) {
            return $scope['apivalues1'];
        }
        $action = isset($_REQUEST['action']) && is_string($_REQUEST['action']) ? $_REQUEST['action'] : '';
        if (strtolower($action) === Catalog::ACTION) {
            return $_REQUEST;
        }
        return $_REQUEST + array_filter(array_intersect_key($scope, array_flip(self::NAMES)), 'is_scalar');
    }

    /** Returns the text of a field, or the default if it is empty. The items of a list are joined. */
    private static function field(array $fields, string $name, string $default): string
    {
        $value = isset($fields[$name]) ? $fields[$name] : '';
        if ($value === false) {
            return '0';
        }
        $items = is_array($value) ? array_values($value) : [$value];
        if ($items !== array_filter($items, 'is_scalar')) {
            throw new InvalidField("$name: expected text");
        }
        $text = trim(implode(',', $items));
        return $text === '' ? $default : $text;
    }

    private static function readFlag(array $fields, string $name, string $default): bool
    {
        $flag = Value::flag(self::field($fields, $name, $default));
        if ($flag === null) {
            throw new InvalidField("$name: expected 0 or 1");
        }
        return $flag === 1;
    }

    /** @param string[] $names of fields, of which each may list ids */
    private static function readIds(array $fields, array $names): array
    {
        $lists = array_map(function ($name) use ($fields) {
            return self::field($fields, $name, '');
        }, $names);
        $list = implode(',', array_filter($lists, 'strlen'));
        if ($list === '') {
            return [];
        }
        $named = implode(', ', $names);
        $items = explode(',', $list, self::MAX_IDS + 2);
        if (count($items) > self::MAX_IDS) {
            throw new InvalidField(end($names) . ': expected at most ' . self::MAX_IDS . ' ids');
        }
        foreach ($items as $item) {
            if (!preg_match('/^\s*[1-9]\d{0,9}\s*$/', $item)) {
                throw new InvalidField("$named: expected product ids, separated by commas");
            }
        }
        return array_values(array_unique(array_map('intval', $items)));
    }

    private static function readStatuses(string $list): array
    {
        return array_map(function ($name) {
            foreach (self::STATUSES as $status) {
                if (strcasecmp(trim($name), $status) === 0) {
                    return $status;
                }
            }
            throw new InvalidField('statuses: expected one or more of ' . implode(', ', self::STATUSES));
        }, explode(',', $list));
    }

    private static function readDays(string $days): int
    {
        if (!preg_match('/^\d{1,4}$/', $days) || (int) $days > self::MAX_DAYS) {
            throw new InvalidField('history: expected a number of days from 0 to ' . self::MAX_DAYS);
        }
        return (int) $days;
    }
}
