<?php

namespace StockExporter\Action;

/** The fields of a request, validated. */
final class Fields
{
    /** The statuses in WHMCS's documentation of a client's tab Products/Services. */
    const STATUSES = ['Pending', 'Active', 'Completed', 'Suspended', 'Terminated', 'Cancelled', 'Fraud'];
    const IN_USE_STATUSES = 'Pending,Active,Suspended';
    const NAMES = [
        'productid', 'productids', 'statuses', 'usage', 'options', 'combinations', 'history', 'historychoices',
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
    /** @var int days; 0 for no history */
    public $history;
    /** @var int[] products of which the history lists choices */
    public $historyChoices;

    /** @throws InvalidField */
    public function __construct(array $fields)
    {
        $this->ids = self::readIds($fields, ['productid', 'productids']);
        $this->statuses = self::readStatuses(self::field($fields, 'statuses', self::IN_USE_STATUSES));
        $this->usage = self::field($fields, 'usage', '1') !== '0';
        $this->options = $this->usage || self::field($fields, 'options', '0') === '1';
        $this->combinations = self::field($fields, 'combinations', '1') !== '0';
        $this->history = self::readDays(self::field($fields, 'history', '0'));
        $this->historyChoices = self::readIds($fields, ['historychoices']);
    }

    /**
     * Finds the fields where WHMCS puts them: in $apivalues1 for localAPI(), else in the request or in
     * variables of the scope that includes the file of the action. localAPI() runs within the request of
     * another page, whose fields do not count.
     *
     * @param array $scope the variables of that scope
     */
    public static function find(array $scope): array
    {
        if (isset($scope['apivalues1']) && is_array($scope['apivalues1'])) {
            return $scope['apivalues1'];
        }
        return $_REQUEST + array_intersect_key($scope, array_flip(self::NAMES));
    }

    private static function field(array $fields, string $name, string $default): string
    {
        $value = isset($fields[$name]) && is_scalar($fields[$name]) ? trim((string) $fields[$name]) : '';
        return $value === '' ? $default : $value;
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
        if (!preg_match('/^\s*[1-9]\d{0,9}\s*(,\s*[1-9]\d{0,9}\s*)*$/', $list)) {
            throw new InvalidField("$named: expected product ids, separated by commas");
        }
        $ids = array_values(array_unique(array_map('intval', explode(',', $list))));
        if (count($ids) > self::MAX_IDS) {
            throw new InvalidField(end($names) . ': expected at most ' . self::MAX_IDS . ' ids');
        }
        return $ids;
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
