<?php
/**
 * GetProductDetails: an API action for whmcs-stock-exporter.
 *
 * It tells of products what GetProducts leaves out: whether stock is controlled and how much is left, what is hidden or retired, the
 * group's name, and how many units of each configurable option's choices, and of each combination of choices, services hold.
 *
 * Fields, all optional:
 *   productid   one product's id
 *   productids  ids of products, with commas; without either, all products
 *   statuses    statuses of services that hold units, with commas; otherwise Pending,Active,Suspended
 *   usage       0 leaves options and the counting of units out
 *
 * It reads only. Nothing of a client is answered: services are counted, not listed.
 *
 * For PHP 7.2 and later, WHMCS 7.4 and later.
 */

use WHMCS\Database\Capsule;

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

// An action can run more than once in a request, through localAPI().
if (!class_exists('StockExporterProductDetails', false)) {
    /** What is wrong with a call, in words for the caller. */
    final class StockExporterBadField extends Exception
    {
    }

    final class StockExporterProductDetails
    {
        /** As WHMCS's documentation lists them on the tab Products/Services of a client. */
        const STATUSES = ['Pending', 'Active', 'Completed', 'Suspended', 'Terminated', 'Cancelled', 'Fraud'];
        const HOLDING = 'Pending,Active,Suspended';
        const MOST_IDS = 1000;

        /** Types of configurable options whose choices exclude each other; the others are yes or no, and a number. */
        const DROPDOWN = 1;
        const RADIO = 2;
        const YES_NO = 3;
        const QUANTITY = 4;

        /** @var int[] ids that were asked for; none for all */
        private $ids;
        /** @var string[] */
        private $statuses;
        /** @var bool */
        private $counts;

        /** The answer to a call, as WHMCS wants it of an action. */
        public static function answer(array $fields)
        {
            try {
                $products = (new self($fields))->products();
                return [
                    'result' => 'success',
                    'totalresults' => count($products),
                    'products' => ['product' => $products],
                ];
            } catch (StockExporterBadField $e) {
                return ['result' => 'error', 'message' => $e->getMessage()];
            } catch (Throwable $e) {
                // Its message may name what is nobody's business outside, such as the database's user.
                logActivity('GetProductDetails failed: ' . $e->getMessage());
                return ['result' => 'error', 'message' => 'GetProductDetails failed; the activity log says why'];
            }
        }

        private function __construct(array $fields)
        {
            $this->ids = self::readIds($fields);
            $this->statuses = self::readStatuses(self::field($fields, 'statuses', self::HOLDING));
            $this->counts = self::field($fields, 'usage', '1') !== '0';
        }

        private static function field(array $fields, $name, $otherwise)
        {
            $value = isset($fields[$name]) && is_scalar($fields[$name]) ? trim((string) $fields[$name]) : '';
            return $value === '' ? $otherwise : $value;
        }

        private static function readIds(array $fields)
        {
            $list = implode(',', array_filter([
                self::field($fields, 'productid', ''),
                self::field($fields, 'productids', ''),
            ], 'strlen'));
            if ($list === '') {
                return [];
            }
            if (!preg_match('/^\s*[1-9]\d{0,9}\s*(,\s*[1-9]\d{0,9}\s*)*$/', $list)) {
                throw new StockExporterBadField('productid, productids: expected ids of products, with commas');
            }
            $ids = array_values(array_unique(array_map('intval', explode(',', $list))));
            if (count($ids) > self::MOST_IDS) {
                throw new StockExporterBadField('productids: expected ' . self::MOST_IDS . ' ids at most');
            }
            return $ids;
        }

        private static function readStatuses($list)
        {
            return array_map(function ($name) {
                foreach (self::STATUSES as $status) {
                    if (strcasecmp(trim($name), $status) === 0) {
                        return $status;
                    }
                }
                throw new StockExporterBadField('statuses: expected some of ' . implode(', ', self::STATUSES));
            }, explode(',', $list));
        }

        /** Every product that was asked for, in the order of their ids. */
        private function products()
        {
            $options = $this->counts ? $this->options() : [];
            $inUse = $this->counts ? $this->unitsOfProducts() : [];
            $chosen = $this->counts ? $this->unitsOfChoices() : [];
            $combined = $this->counts ? $this->unitsOfCombinations() : [];

            $query = Capsule::table('tblproducts')
                ->leftJoin('tblproductgroups', 'tblproductgroups.id', '=', 'tblproducts.gid')
                ->select(
                    'tblproducts.id',
                    'tblproducts.gid',
                    'tblproductgroups.name as groupname',
                    'tblproducts.name',
                    'tblproducts.type',
                    'tblproducts.servertype',
                    'tblproducts.paytype',
                    'tblproducts.stockcontrol',
                    'tblproducts.qty',
                    'tblproducts.hidden',
                    'tblproducts.retired'
                )
                ->orderBy('tblproducts.id');
            if ($this->ids) {
                $query->whereIn('tblproducts.id', $this->ids);
            }
            $products = [];
            foreach ($query->get() as $row) {
                $id = (int) $row->id;
                $product = [
                    'pid' => $id,
                    'gid' => (int) $row->gid,
                    'groupname' => (string) $row->groupname,
                    'name' => (string) $row->name,
                    'type' => (string) $row->type,
                    'module' => (string) $row->servertype,
                    'paytype' => (string) $row->paytype,
                    'stockcontrol' => self::flag($row->stockcontrol),
                    'qty' => (int) $row->qty,
                    'hidden' => self::flag($row->hidden),
                    'retired' => self::flag($row->retired),
                ];
                if ($this->counts) {
                    $own = isset($options[$id]) ? $options[$id] : [];
                    $held = isset($chosen[$id]) ? $chosen[$id] : [];
                    $product['inuse'] = isset($inUse[$id]) ? $inUse[$id] : 0;
                    $product['unmatched'] = self::layOver($own, $held);
                    $product['combinations'] = [
                        'combination' => self::combinations($own, isset($combined[$id]) ? $combined[$id] : []),
                    ];
                    $product['configoptions'] = ['configoption' => self::toList($own)];
                }
                $products[] = $product;
            }
            return $products;
        }

        /** The configurable options of each product with their choices, by the ids of all three. */
        private function options()
        {
            $query = Capsule::table('tblproductconfiglinks')
                ->join(
                    'tblproductconfigoptions',
                    'tblproductconfigoptions.gid',
                    '=',
                    'tblproductconfiglinks.gid'
                )
                ->leftJoin(
                    'tblproductconfigoptionssub',
                    'tblproductconfigoptionssub.configid',
                    '=',
                    'tblproductconfigoptions.id'
                )
                ->select(
                    'tblproductconfiglinks.pid',
                    'tblproductconfigoptions.id',
                    'tblproductconfigoptions.optionname',
                    'tblproductconfigoptions.optiontype',
                    'tblproductconfigoptions.qtyminimum',
                    'tblproductconfigoptions.qtymaximum',
                    'tblproductconfigoptions.hidden',
                    'tblproductconfigoptionssub.id as choiceid',
                    'tblproductconfigoptionssub.optionname as choicename',
                    'tblproductconfigoptionssub.hidden as choicehidden'
                )
                ->orderBy('tblproductconfigoptions.order')
                ->orderBy('tblproductconfigoptions.id')
                ->orderBy('tblproductconfigoptionssub.sortorder')
                ->orderBy('tblproductconfigoptionssub.id');
            if ($this->ids) {
                $query->whereIn('tblproductconfiglinks.pid', $this->ids);
            }
            $options = [];
            foreach ($query->get() as $row) {
                $pid = (int) $row->pid;
                $id = (int) $row->id;
                if (!isset($options[$pid][$id])) {
                    $options[$pid][$id] = [
                        'id' => $id,
                        'name' => (string) $row->optionname,
                        'type' => (int) $row->optiontype,
                        'minqty' => (int) $row->qtyminimum,
                        'maxqty' => (int) $row->qtymaximum,
                        'hidden' => self::flag($row->hidden),
                        'unmatched' => 0,
                        'choices' => [],
                    ];
                }
                if ($row->choiceid === null) {
                    continue;
                }
                $choice = [
                    'id' => (int) $row->choiceid,
                    'name' => (string) $row->choicename,
                    'hidden' => self::flag($row->choicehidden),
                    'inuse' => 0,
                ];
                $options[$pid][$id]['choices'][$choice['id']] = $choice;
            }
            return $options;
        }

        /** Units that services hold, by product. */
        private function unitsOfProducts()
        {
            $rows = $this->services()
                ->select('tblhosting.packageid')
                ->selectRaw('SUM(' . self::units() . ') AS units')
                ->groupBy('tblhosting.packageid')
                ->get();
            $units = [];
            foreach ($rows as $row) {
                $units[(int) $row->packageid] = (int) $row->units;
            }
            return $units;
        }

        /**
         * Units that services hold of each choice: a yes counts once, and of a quantity its number. With them the units of the
         * services themselves, for what can't be counted as a choice.
         */
        private function unitsOfChoices()
        {
            $held = "CASE WHEN optiontype = '" . self::QUANTITY . "' THEN most * units"
                . " WHEN optiontype = '" . self::YES_NO . "' THEN (CASE WHEN most < 1 THEN 0 ELSE units END)"
                . ' WHEN highest = 0 THEN 0 ELSE units END';
            $each = $this->chosenOptions();
            $rows = Capsule::table(Capsule::raw('(' . $each->toSql() . ') AS chosen'))
                ->mergeBindings($each)
                ->select('packageid', 'configid', 'highest', 'isdoubtful')
                ->selectRaw("SUM($held) AS units")
                ->selectRaw("SUM(CASE WHEN $held > 0 THEN units ELSE 0 END) AS services")
                ->groupBy('packageid', 'configid', 'highest', 'isdoubtful')
                ->get();
            $found = [];
            foreach ($rows as $row) {
                $found[(int) $row->packageid][] = [
                    'option' => (int) $row->configid,
                    'choice' => (int) $row->isdoubtful ? 0 : (int) $row->highest,
                    'isDoubtful' => (bool) (int) $row->isdoubtful,
                    'units' => (int) $row->units,
                    'services' => (int) $row->services,
                ];
            }
            return $found;
        }

        /**
         * Units that services hold of each set of choices. Numbers are no choices, so options of quantities are left out. A yes
         * stands as its option's id, below zero: its row need not name the choice.
         */
        private function unitsOfCombinations()
        {
            $choice = "CASE WHEN optiontype = '" . self::YES_NO . "' THEN 0 - configid ELSE highest END";
            $options = $this->chosenOptions();
            $each = Capsule::table(Capsule::raw('(' . $options->toSql() . ') AS chosen'))
                ->mergeBindings($options)
                ->whereRaw(
                    "isdoubtful = 0 AND (optiontype IN ('" . self::DROPDOWN . "', '" . self::RADIO . "')"
                    . " OR (optiontype = '" . self::YES_NO . "' AND most > 0))"
                )
                ->select('packageid')
                ->selectRaw('MAX(units) AS units')
                ->selectRaw("GROUP_CONCAT($choice) AS choices")
                ->selectRaw("SUM($choice) AS total")
                ->groupBy('service', 'packageid');
            $rows = Capsule::table(Capsule::raw('(' . $each->toSql() . ') AS held'))
                ->mergeBindings($each)
                ->select('packageid', 'choices', 'total')
                ->selectRaw('SUM(units) AS units')
                ->groupBy('packageid', 'choices', 'total')
                ->get();
            $found = [];
            foreach ($rows as $row) {
                $found[(int) $row->packageid][] = [
                    'choices' => array_map('intval', explode(',', (string) $row->choices)),
                    'total' => (int) $row->total,
                    'units' => (int) $row->units,
                ];
            }
            return $found;
        }

        /** The services that hold units. */
        private function services()
        {
            $query = Capsule::table('tblhosting')->whereIn('tblhosting.domainstatus', $this->statuses);
            if ($this->ids) {
                $query->whereIn('tblhosting.packageid', $this->ids);
            }
            return $query;
        }

        /**
         * What each service has chosen of each option, once: rows may be doubled. Where they contradict each other, what was
         * chosen is doubtful.
         */
        private function chosenOptions()
        {
            $units = self::units();
            $isDoubtful = "CASE WHEN MAX(tblproductconfigoptions.optiontype) = '" . self::QUANTITY . "'"
                . ' THEN MIN(tblhostingconfigoptions.qty) <> MAX(tblhostingconfigoptions.qty)'
                . " WHEN MAX(tblproductconfigoptions.optiontype) = '" . self::YES_NO . "'"
                . ' THEN MIN(tblhostingconfigoptions.qty) < 1 AND MAX(tblhostingconfigoptions.qty) > 0'
                . ' ELSE MIN(tblhostingconfigoptions.optionid) <> MAX(tblhostingconfigoptions.optionid) END';
            return $this->services()
                ->join('tblhostingconfigoptions', 'tblhostingconfigoptions.relid', '=', 'tblhosting.id')
                ->leftJoin(
                    'tblproductconfigoptions',
                    'tblproductconfigoptions.id',
                    '=',
                    'tblhostingconfigoptions.configid'
                )
                ->select('tblhosting.id as service', 'tblhosting.packageid', 'tblhostingconfigoptions.configid')
                ->selectRaw('MAX(tblproductconfigoptions.optiontype) AS optiontype')
                ->selectRaw('MAX(tblhostingconfigoptions.optionid) AS highest')
                ->selectRaw('MAX(tblhostingconfigoptions.qty) AS most')
                ->selectRaw("$isDoubtful AS isdoubtful")
                ->selectRaw("MAX($units) AS units")
                ->groupBy('tblhosting.id', 'tblhosting.packageid', 'tblhostingconfigoptions.configid');
        }

        /** How many units a service is of. Older versions of WHMCS have no such column: a service is of one. */
        private static function units()
        {
            static $hasQuantity;
            if ($hasQuantity === null) {
                $hasQuantity = Capsule::schema()->hasColumn('tblhosting', 'qty');
            }
            return $hasQuantity ? '(CASE WHEN tblhosting.qty > 1 THEN tblhosting.qty ELSE 1 END)' : '1';
        }

        /**
         * Adds what services hold to the choices, and what matches none of an option's choices to the option.
         *
         * @return int units that match no choice: of an option that the product does not have, of a choice that was deleted, or of
         *             contradicting rows
         */
        private static function layOver(array &$options, array $held)
        {
            $unmatched = 0;
            foreach ($held as $row) {
                $option = $row['option'];
                if (!isset($options[$option])) {
                    $unmatched += $row['services'];
                    continue;
                }
                $choice = self::choiceOf($options[$option], $row['choice']);
                if ($choice !== null && !$row['isDoubtful']) {
                    $options[$option]['choices'][$choice]['inuse'] += $row['units'];
                } else {
                    $options[$option]['unmatched'] += $row['services'];
                    $unmatched += $row['services'];
                }
            }
            return $unmatched;
        }

        /** The id of the choice that is meant: options of a yes or a number have but one, which rows need not name. */
        private static function choiceOf(array $option, $choice)
        {
            if ($option['type'] >= self::YES_NO) {
                reset($option['choices']);
                return key($option['choices']);
            }
            return isset($option['choices'][$choice]) ? $choice : null;
        }

        /**
         * Sets of choices, each once: a database puts the ids of a set together in any order.
         *
         * @return array|null nothing where the database cut a set short, as it does with very long ones
         */
        private static function combinations(array $options, array $held)
        {
            $known = [];
            foreach ($options as $id => $option) {
                foreach (array_keys($option['choices']) as $choice) {
                    $known[$choice] = $choice;
                }
                if ($option['type'] === self::YES_NO && $option['choices']) {
                    $known[-$id] = self::choiceOf($option, 0);
                }
            }
            $units = [];
            foreach ($held as $row) {
                if (array_sum($row['choices']) !== $row['total']) {
                    return null;
                }
                $set = array_values(array_intersect_key($known, array_flip($row['choices']))); // the others are unmatched
                if (!$set) {
                    continue;
                }
                sort($set);
                $key = implode(',', $set);
                $units[$key] = (isset($units[$key]) ? $units[$key] : 0) + $row['units'];
            }
            ksort($units);
            $combinations = [];
            foreach ($units as $key => $inUse) {
                $combinations[] = ['choices' => (string) $key, 'inuse' => $inUse];
            }
            return $combinations;
        }

        private static function toList(array $options)
        {
            return array_map(function (array $option) {
                $choices = array_values($option['choices']);
                unset($option['choices']);
                return $option + ['options' => ['option' => $choices]];
            }, array_values($options));
        }

        /** Columns hold 1 and 0, or in older versions "on" and nothing. */
        private static function flag($value)
        {
            return in_array(strtolower((string) $value), ['1', 'on', 'yes', 'true'], true) ? 1 : 0;
        }
    }
}

$apiresults = StockExporterProductDetails::answer($_POST);
