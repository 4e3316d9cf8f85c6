<?php
/**
 * Hooks for whmcs-stock-exporter: they offer the action GetProductDetails to API roles, and tell the exporter at once which products
 * may have changed.
 *
 * An event holds ids of products and nothing else. It is sent when the request is over, so that what a hook announces has happened, and
 * after the answer where PHP can do that (FPM, LiteSpeed). One request sends one event, waits two seconds at most, and never fails for it:
 * what can't be delivered is noted in the activity log, and the exporter finds the change at its next reading.
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
                self::quietly('the action could not be offered to API roles', [self::class, 'offerAction']);
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

        /** Actions of one's own must be in WHMCS's catalogue for an API role to grant them. */
        public static function offerAction()
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

        /** What each hook is given is documented at developers.whmcs.com/hooks. */
        private function listen()
        {
            $this->on(['ProductEdit', 'ProductDelete', 'AdminProductConfigFieldsSave'], function ($vars) {
                $this->note(self::ids($vars, 'pid'), []);
            });
            $this->on(['AfterShoppingCartCheckout'], function ($vars) {
                $this->noteOrders(self::ids($vars, 'OrderID'));
            });
            $this->on(['OrderPaid'], function ($vars) {
                $this->noteOrders(self::ids($vars, 'orderId'));
            });
            $this->on(
                ['AcceptOrder', 'PendingOrder', 'CancelOrder', 'CancelAndRefundOrder', 'FraudOrder', 'DeleteOrder'],
                function ($vars) {
                    $this->noteOrders(self::ids($vars, 'orderid'));
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
                    $this->note(self::ids($params, 'pid'), self::ids($params, 'serviceid'));
                }
            );
            $this->on(['ServiceEdit', 'AdminServiceEdit', 'ServiceDelete'], function ($vars) {
                $this->note([], self::ids($vars, 'serviceid'));
            });
            $this->on(['AfterProductUpgrade', 'AfterConfigOptionsUpgrade'], function () {
                $this->all = true; // from one product to another, and neither is told
            });
        }

        private function on(array $hooks, callable $note)
        {
            foreach ($hooks as $hook) {
                add_hook($hook, 1, function ($vars) use ($hook, $note) {
                    self::quietly('an event was not noted', function () use ($hook, $note, $vars) {
                        $this->begin($hook);
                        $note(is_array($vars) ? $vars : []);
                    });
                });
            }
        }

        /** The first event of a request sees to it that one is sent at its end, after whatever else waits for that. */
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
         * Notes products, and services, which are looked up now, as they may be deleted next, and once more at the end, as they may be
         * changed. Where none of them is known, any product may have changed.
         */
        private function note(array $products, array $services)
        {
            $found = array_merge($products, self::productsOf($services, []));
            $this->all = $this->all || !$found;
            $this->products = array_merge($this->products, $found);
            $this->services = array_merge($this->services, $services);
        }

        /** Notes the products of orders. An order without any is one of domains alone. */
        private function noteOrders(array $orders)
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
            self::finishAnswer();
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
            $answered = curl_exec($curl);
            $status = curl_getinfo($curl, CURLINFO_HTTP_CODE);
            $why = $answered === false ? curl_error($curl) : 'HTTP ' . $status;
            curl_close($curl);
            if ($status !== 202) {
                self::log('an event was not delivered: ' . $why);
            }
        }

        /** Lets the visitor go before the exporter is called, where PHP can. */
        private static function finishAnswer()
        {
            foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $finish) {
                if (function_exists($finish)) {
                    session_write_close();
                    $finish();
                    return;
                }
            }
        }

        /** Nothing of this file may ever fail a request of WHMCS's. */
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
                return; // there is no other place to say it
            }
        }
    }
}

StockExporterHooks::quietly('the hooks could not be installed', [StockExporterHooks::class, 'install']);
