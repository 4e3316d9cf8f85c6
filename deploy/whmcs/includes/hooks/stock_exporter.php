<?php
/**
 * Hooks for whmcs-stock-exporter. They add the action GetProductDetails to API roles, and notify the exporter
 * at once of products that may have changed.
 *
 * An event contains product ids and no client data. It is sent at the end of the request, when the change is
 * complete, and after the response if PHP supports that (FPM, LiteSpeed). Each request sends at most one
 * event, waits at most two seconds, and never fails because of it. An event that cannot be delivered is
 * recorded in the activity log, and the exporter finds the change at its next collection.
 *
 * For PHP 7.2 and later, WHMCS 7.4 and later.
 */

use WHMCS\Database\Capsule;

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

if (!class_exists('StockExporterHooks', false)) {
    final class StockExporterHooks
    {
        const CONNECT_TIMEOUT_MS = 1000;
        const TIMEOUT_MS = 2000;

        /** @var string */
        private $url;
        /** @var string */
        private $secret;
        /** @var string|null the hook that ran first in this request */
        private $event;
        /** @var bool whether any product may have changed */
        private $all = false;
        /** @var int[] */
        private $products = [];
        /** @var int[] */
        private $services = [];
        /** @var int[] */
        private $orders = [];

        public static function install()
        {
            add_hook('AdminAreaPage', 1, function () {
                self::quietly('the action could not be added to API roles', [self::class, 'addAction']);
            });
            $settings = self::settings();
            if ($settings['url'] !== '' && $settings['secret'] !== '') {
                (new self($settings['url'], $settings['secret']))->listen();
            }
        }

        private static function settings()
        {
            $file = __DIR__ . '/_stock_exporter_settings.php';
            $settings = is_readable($file) ? include $file : [];
            $text = function ($key) use ($settings) {
                return is_array($settings) && isset($settings[$key]) ? trim((string) $settings[$key]) : '';
            };
            return ['url' => $text('url'), 'secret' => $text('secret')];
        }

        /** Adds the action to WHMCS's catalogue. API roles can grant a custom action only from there. */
        public static function addAction()
        {
            $catalog = '\\WHMCS\\Api\\V1\\Catalog';
            if (!class_exists($catalog)) {
                return;
            }
            if (!array_key_exists('stockexporter', $catalog::get()->getGroups())) {
                $catalog::add([], ['stockexporter' => ['name' => 'Stock Exporter']]);
            }
            if (!array_key_exists('getproductdetails', $catalog::get()->getActions())) {
                $catalog::add([
                    'getproductdetails' => [
                        'group' => 'stockexporter',
                        'name' => 'GetProductDetails',
                        'default' => 0,
                    ],
                ]);
            }
        }

        private function __construct($url, $secret)
        {
            $this->url = $url;
            $this->secret = $secret;
        }

        /** Registers the hooks. Their parameters are documented at developers.whmcs.com/hooks. */
        private function listen()
        {
            $this->on(['ProductEdit', 'ProductDelete', 'AdminProductConfigFieldsSave'], function ($vars) {
                $this->record(self::ids($vars, 'pid'), []);
            });
            $this->on(['AfterShoppingCartCheckout'], function ($vars) {
                $this->recordOrders(self::ids($vars, 'OrderID'));
            });
            $this->on(['OrderPaid'], function ($vars) {
                $this->recordOrders(self::ids($vars, 'orderId'));
            });
            $this->on(
                ['AcceptOrder', 'PendingOrder', 'CancelOrder', 'CancelAndRefundOrder', 'FraudOrder', 'DeleteOrder'],
                function ($vars) {
                    $this->recordOrders(self::ids($vars, 'orderid'));
                }
            );
            $this->on(
                [
                    'AfterModuleCreate',
                    'AfterModuleTerminate',
                    'AfterModuleSuspend',
                    'AfterModuleUnsuspend',
                    'AfterModuleChangePackage',
                ],
                function ($vars) {
                    $params = isset($vars['params']) && is_array($vars['params']) ? $vars['params'] : [];
                    $this->record(self::ids($params, 'pid'), self::ids($params, 'serviceid'));
                }
            );
            $this->on(['ServiceEdit', 'AdminServiceEdit', 'ServiceDelete'], function ($vars) {
                $this->record([], self::ids($vars, 'serviceid'));
            });
            $this->on(['AfterProductUpgrade', 'AfterConfigOptionsUpgrade'], function () {
                $this->all = true; // the hook receives neither the old nor the new product
            });
        }

        private function on(array $hooks, callable $record)
        {
            foreach ($hooks as $hook) {
                add_hook($hook, 1, function ($vars) use ($hook, $record) {
                    self::quietly('an event was not recorded', function () use ($hook, $record, $vars) {
                        $this->begin($hook);
                        $record(is_array($vars) ? $vars : []);
                    });
                });
            }
        }

        /** Schedules one event for the end of the request, after all other shutdown functions. */
        private function begin($hook)
        {
            if ($this->event !== null) {
                return;
            }
            $this->event = $hook;
            register_shutdown_function(function () {
                register_shutdown_function(function () {
                    self::quietly('an event was not sent', function () {
                        $this->send();
                    });
                });
            });
        }

        /**
         * Records products and services. Services are looked up twice: now, because they may be deleted next,
         * and at the end of the request, because they may have moved to another product. If no product is
         * found, any product may have changed.
         */
        private function record(array $products, array $services)
        {
            $found = array_merge($products, self::productsOf($services, []));
            $this->all = $this->all || !$found;
            $this->products = array_merge($this->products, $found);
            $this->services = array_merge($this->services, $services);
        }

        /** Records the products of orders. An order without products contains only domains. */
        private function recordOrders(array $orders)
        {
            $this->products = array_merge($this->products, self::productsOf([], $orders));
            $this->orders = array_merge($this->orders, $orders);
        }

        private static function ids(array $vars, $key)
        {
            $value = isset($vars[$key]) ? $vars[$key] : [];
            return array_values(array_filter(array_map('intval', is_array($value) ? $value : [$value])));
        }

        private static function productsOf(array $services, array $orders)
        {
            $found = [];
            foreach (['id' => $services, 'orderid' => $orders] as $column => $ids) {
                if (!$ids) {
                    continue;
                }
                $rows = Capsule::table('tblhosting')->whereIn($column, array_unique($ids))->distinct()->get(['packageid']);
                foreach ($rows as $row) {
                    $found[] = (int) $row->packageid;
                }
            }
            return $found;
        }

        private function send()
        {
            $products = array_merge($this->products, self::productsOf($this->services, $this->orders));
            $products = $this->all ? [] : array_values(array_unique(array_filter($products)));
            if (!$this->all && !$products) {
                return;
            }
            self::finishResponse();
            $time = time();
            $body = json_encode([
                'event' => $this->event,
                'product_ids' => $products,
                'time' => $time,
                'nonce' => bin2hex(random_bytes(16)),
            ]);
            $curl = curl_init($this->url);
            curl_setopt_array($curl, [
                CURLOPT_POST => true,
                CURLOPT_POSTFIELDS => $body,
                CURLOPT_HTTPHEADER => [
                    'Content-Type: application/json',
                    'X-Stock-Timestamp: ' . $time,
                    'X-Stock-Signature: ' . hash_hmac('sha256', $time . '.' . $body, $this->secret),
                ],
                CURLOPT_RETURNTRANSFER => true,
                CURLOPT_FOLLOWLOCATION => false,
                CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
                CURLOPT_CONNECTTIMEOUT_MS => self::CONNECT_TIMEOUT_MS,
                CURLOPT_TIMEOUT_MS => self::TIMEOUT_MS,
                CURLOPT_NOSIGNAL => true,
            ]);
            $response = curl_exec($curl);
            $status = curl_getinfo($curl, CURLINFO_HTTP_CODE);
            $reason = $response === false ? curl_error($curl) : 'HTTP ' . $status;
            curl_close($curl);
            if ($status !== 202) {
                self::log('an event was not delivered: ' . $reason);
            }
        }

        /** Completes the response before the exporter is called, if PHP supports that. */
        private static function finishResponse()
        {
            foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $finish) {
                if (function_exists($finish)) {
                    session_write_close();
                    $finish();
                    return;
                }
            }
        }

        /** Runs $work and logs its errors, because these hooks must never fail a WHMCS request. */
        public static function quietly($failure, callable $work)
        {
            try {
                $work();
            } catch (Throwable $e) {
                self::log($failure . ': ' . $e->getMessage());
            }
        }

        private static function log($message)
        {
            try {
                logActivity('Stock exporter: ' . $message);
            } catch (Throwable $e) {
                return; // the error cannot be logged anywhere else
            }
        }
    }
}

StockExporterHooks::quietly('the hooks could not be installed', [StockExporterHooks::class, 'install']);
