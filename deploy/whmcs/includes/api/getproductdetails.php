<?php
/**
 * GetProductDetails: an API action for whmcs-stock-exporter.
 *
 * It returns what GetProducts leaves out: stock control and stock, whether a product is hidden or retired,
 * the name of its group, and the units in use of each choice of its configurable options and of each
 * combination of choices.
 *
 * Parameters, all optional:
 *   productid   a product id
 *   productids  product ids, separated by commas; the default is all products
 *   statuses    statuses of services that count as in use, separated by commas; the default is
 *               Pending,Active,Suspended
 *   usage       0 skips options and units in use
 *
 * It only reads. It returns no client data: services are counted, not listed.
 *
 * For PHP 7.2 and later, WHMCS 7.4 and later.
 */

use WHMCS\Database\Capsule;

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

// localAPI() can run an action more than once in a request.
if (!class_exists('StockExporterProductDetails', false)) {
    /** An invalid parameter, with a message for the caller. */
    final class StockExporterBadField extends Exception
    {
    }

    final class StockExporterProductDetails
    {
        /** The statuses in WHMCS's documentation of a client's tab Products/Services. */
        const STATUSES = ['Pending', 'Active', 'Completed', 'Suspended', 'Terminated', 'Cancelled', 'Fraud'];
        const IN_USE_STATUSES = 'Pending,Active,Suspended';
        const MAX_IDS = 1000;

        /** Types of configurable options. In DROPDOWN and RADIO, exactly one choice is selected. */
        const DROPDOWN = 1;
        const RADIO = 2;
        const YES_NO = 3;
        const QUANTITY = 4;

        /** @var int[] the requested ids; empty for all products */
        private $ids;
        /** @var string[] */
        private $statuses;
        /** @var bool */
        private $counts;
        /** @var iterable|null a duplicate row, if there is one */
        private $doubled;

        /** Returns the response of the action in the form that WHMCS expects. */
        public static function respond(array $fields)
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
                // The message may contain internal details, such as the database user, so it is not returned.
                logActivity('GetProductDetails failed: ' . $e->getMessage());
                return ['result' => 'error', 'message' => 'GetProductDetails failed; see the activity log'];
            }
        }

        private function __construct(array $fields)
        {
            $this->ids = self::readIds($fields);
            $this->statuses = self::readStatuses(self::field($fields, 'statuses', self::IN_USE_STATUSES));
            $this->counts = self::field($fields, 'usage', '1') !== '0';
        }

        private static function field(array $fields, $name, $default)
        {
            $value = isset($fields[$name]) && is_scalar($fields[$name]) ? trim((string) $fields[$name]) : '';
            return $value === '' ? $default : $value;
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
                throw new StockExporterBadField(
                    'productid, productids: expected product ids, separated by commas'
                );
            }
            $ids = array_values(array_unique(array_map('intval', explode(',', $list))));
            if (count($ids) > self::MAX_IDS) {
                throw new StockExporterBadField('productids: expected at most ' . self::MAX_IDS . ' ids');
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
                throw new StockExporterBadField(
                    'statuses: expected one or more of ' . implode(', ', self::STATUSES)
                );
            }, explode(',', $list));
        }

        /** Returns every requested product, ordered by id. */
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
                    $product['unmatched'] = self::addUnits($own, $held);
                    $product['combinations'] = [
                        'combination' => self::combinations($own, isset($combined[$id]) ? $combined[$id] : []),
                    ];
                    $product['configoptions'] = ['configoption' => self::toList($own)];
                }
                $products[] = $product;
            }
            return $products;
        }

        /**
         * Returns the configurable options with their choices, keyed by product id, option id and choice id.
         */
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

        /** Returns the units in use of each product. */
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
         * Returns the units in use of each choice: a yes counts as one unit, a quantity as its number. Also
         * returns the units of the services themselves, for rows that cannot be counted as a choice.
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
         * Returns the units in use of each set of choices. Quantities are not choices, so they are left out.
         * A yes is represented by its option's negative id, because its row may not contain the choice.
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

        /** Returns a query for the services that count as in use. */
        private function services()
        {
            $query = Capsule::table('tblhosting')->whereIn('tblhosting.domainstatus', $this->statuses);
            if ($this->ids) {
                $query->whereIn('tblhosting.packageid', $this->ids);
            }
            return $query;
        }

        /**
         * Returns a query for the selection of each service in each option. Duplicate rows count once. They
         * are rare, and grouping by service is slow. If they contradict each other, the selection is
         * doubtful.
         */
        private function chosenOptions()
        {
            $units = self::units();
            $query = $this->withOptions()
                ->leftJoin(
                    'tblproductconfigoptions',
                    'tblproductconfigoptions.id',
                    '=',
                    'tblhostingconfigoptions.configid'
                )
                ->select('tblhosting.id as service', 'tblhosting.packageid', 'tblhostingconfigoptions.configid');
            if (!$this->hasDoubledRows()) {
                return $query
                    ->selectRaw('tblproductconfigoptions.optiontype AS optiontype')
                    ->selectRaw('tblhostingconfigoptions.optionid AS highest')
                    ->selectRaw('tblhostingconfigoptions.qty AS most')
                    ->selectRaw('0 AS isdoubtful')
                    ->selectRaw("$units AS units");
            }
            $isDoubtful = "CASE WHEN MAX(tblproductconfigoptions.optiontype) = '" . self::QUANTITY . "'"
                . ' THEN MIN(tblhostingconfigoptions.qty) <> MAX(tblhostingconfigoptions.qty)'
                . " WHEN MAX(tblproductconfigoptions.optiontype) = '" . self::YES_NO . "'"
                . ' THEN MIN(tblhostingconfigoptions.qty) < 1 AND MAX(tblhostingconfigoptions.qty) > 0'
                . ' ELSE MIN(tblhostingconfigoptions.optionid) <> MAX(tblhostingconfigoptions.optionid) END';
            return $query
                ->selectRaw('MAX(tblproductconfigoptions.optiontype) AS optiontype')
                ->selectRaw('MAX(tblhostingconfigoptions.optionid) AS highest')
                ->selectRaw('MAX(tblhostingconfigoptions.qty) AS most')
                ->selectRaw("$isDoubtful AS isdoubtful")
                ->selectRaw("MAX($units) AS units")
                ->groupBy('tblhosting.id', 'tblhosting.packageid', 'tblhostingconfigoptions.configid');
        }

        /** Whether a service has duplicate rows of an option. */
        private function hasDoubledRows()
        {
            if ($this->doubled === null) {
                $query = $this->ids ? $this->withOptions() : Capsule::table('tblhostingconfigoptions');
                $this->doubled = $query
                    ->select('tblhostingconfigoptions.relid')
                    ->groupBy('tblhostingconfigoptions.relid', 'tblhostingconfigoptions.configid')
                    ->havingRaw('COUNT(*) > 1')
                    ->limit(1)
                    ->get();
            }
            return count($this->doubled) > 0;
        }

        private function withOptions()
        {
            return $this->services()
                ->join('tblhostingconfigoptions', 'tblhostingconfigoptions.relid', '=', 'tblhosting.id');
        }

        /**
         * Returns the SQL for the units of a service. Older versions of WHMCS have no quantity: a service is
         * one unit.
         */
        private static function units()
        {
            static $hasQuantity;
            if ($hasQuantity === null) {
                $hasQuantity = Capsule::schema()->hasColumn('tblhosting', 'qty');
            }
            return $hasQuantity ? '(CASE WHEN tblhosting.qty > 1 THEN tblhosting.qty ELSE 1 END)' : '1';
        }

        /**
         * Adds the units in use to the choices. Units that match no choice of an option are added to the
         * option.
         *
         * @return int units that match no choice: the option does not belong to the product, the choice was
         *             deleted, or the rows contradict each other
         */
        private static function addUnits(array &$options, array $held)
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

        /**
         * Returns the id of the selected choice. A yes/no or quantity option has only one, which rows may not
         * contain.
         */
        private static function choiceOf(array $option, $choice)
        {
            if ($option['type'] >= self::YES_NO) {
                reset($option['choices']);
                return key($option['choices']);
            }
            return isset($option['choices'][$choice]) ? $choice : null;
        }

        /**
         * Returns each set of choices once. The database joins the ids of a set in any order.
         *
         * @return array|null null if the database truncated a set, which happens with very long ones
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
                // Ids that are not known are unmatched.
                $set = array_values(array_intersect_key($known, array_flip($row['choices'])));
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

        /** Converts a flag to 1 or 0. Newer columns contain 1 or 0, older ones "on" or an empty string. */
        private static function flag($value)
        {
            return in_array(strtolower((string) $value), ['1', 'on', 'yes', 'true'], true) ? 1 : 0;
        }
    }
}

$apiresults = StockExporterProductDetails::respond($_POST);
