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

        /** Units that services hold of each choice: a yes counts once, and of a quantity its number. */
        private function unitsOfChoices()
        {
            $units = self::units();
            $held = "CASE WHEN tblproductconfigoptions.optiontype = '" . self::QUANTITY . "'"
                . " THEN tblhostingconfigoptions.qty * $units"
                . " WHEN tblproductconfigoptions.optiontype = '" . self::YES_NO . "'"
                . " AND tblhostingconfigoptions.qty < 1 THEN 0 ELSE $units END";
            $rows = $this->choicesOfServices('leftJoin')
                ->select('tblhosting.packageid', 'tblhostingconfigoptions.configid', 'tblhostingconfigoptions.optionid')
                ->selectRaw("SUM($held) AS units")
                ->groupBy('tblhosting.packageid', 'tblhostingconfigoptions.configid', 'tblhostingconfigoptions.optionid')
                ->get();
            $found = [];
            foreach ($rows as $row) {
                $found[(int) $row->packageid][] = [
                    'option' => (int) $row->configid,
                    'choice' => (int) $row->optionid,
                    'units' => (int) $row->units,
                ];
            }
            return $found;
        }

        /** Units that services hold of each set of choices. Numbers are no choices, so options of quantities are left out. */
        private function unitsOfCombinations()
        {
            $each = $this->choicesOfServices('join')
                ->whereRaw(
                    "(tblproductconfigoptions.optiontype IN ('" . self::DROPDOWN . "', '" . self::RADIO . "')"
                    . " OR (tblproductconfigoptions.optiontype = '" . self::YES_NO . "'"
                    . ' AND tblhostingconfigoptions.qty > 0))'
                )
                ->select('tblhosting.packageid')
                ->selectRaw('MAX(' . self::units() . ') AS units')
                ->selectRaw('GROUP_CONCAT(tblhostingconfigoptions.optionid) AS choices')
                ->selectRaw('SUM(tblhostingconfigoptions.optionid) AS total')
                ->groupBy('tblhosting.id', 'tblhosting.packageid');
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

        private function choicesOfServices($join)
        {
            return $this->services()
                ->join('tblhostingconfigoptions', 'tblhostingconfigoptions.relid', '=', 'tblhosting.id')
                ->$join(
                    'tblproductconfigoptions',
                    'tblproductconfigoptions.id',
                    '=',
                    'tblhostingconfigoptions.configid'
                );
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
         * Adds what services hold to the choices.
         *
         * @return int units of choices that the product does not offer: of an option that was taken from it, or a choice that was deleted
         */
        private static function layOver(array &$options, array $held)
        {
            $unmatched = 0;
            foreach ($held as $row) {
                $option = $row['option'];
                $choice = $row['choice'];
                if (isset($options[$option]) && $options[$option]['type'] >= self::YES_NO) {
                    reset($options[$option]['choices']);
                    $choice = key($options[$option]['choices']); // they have but one
                }
                if ($choice !== null && isset($options[$option]['choices'][$choice])) {
                    $options[$option]['choices'][$choice]['inuse'] += $row['units'];
                } else {
                    $unmatched += $row['units'];
                }
            }
            return $unmatched;
        }

        /**
         * Sets of choices, each once: a database puts the ids of a set together in any order.
         *
         * @return array|null nothing where the database cut a set short, as it does with very long ones
         */
        private static function combinations(array $options, array $held)
        {
            $known = [];
            foreach ($options as $option) {
                $known += array_fill_keys(array_keys($option['choices']), true);
            }
            $units = [];
            foreach ($held as $row) {
                if (array_sum($row['choices']) !== $row['total']) {
                    return null;
                }
                $choices = array_keys(array_intersect_key(array_flip($row['choices']), $known)); // others are told as unmatched
                if ($choices === []) {
                    continue;
                }
                sort($choices);
                $key = implode(',', $choices);
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
