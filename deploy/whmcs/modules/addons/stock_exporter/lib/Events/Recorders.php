<?php

namespace StockExporter\Events;

/** What each hook says about changed products, by the kind of event that it is. */
final class Recorders
{
    /** @return array<string, array<string, callable>> by kind and hook */
    public static function all(): array
    {
        return ['products' => self::products(), 'orders' => self::orders(), 'services' => self::services()];
    }

    private static function products(): array
    {
        return array_fill_keys(
            ['ProductEdit', 'ProductDelete', 'AdminProductConfigFieldsSave'],
            function (array $vars, Changes $changes) {
                self::addOrAll($changes, Vars::ids($vars, 'pid'));
            }
        );
    }

    private static function orders(): array
    {
        $orderLater = function (array $vars, Changes $changes) {
            $changes->addLater('orderid', Vars::ids($vars, isset($vars['orderId']) ? 'orderId' : 'orderid'));
        };
        // These hooks run before the change that they announce.
        $announced = array_fill_keys(
            ['OrderPaid', 'AcceptOrder', 'PendingOrder', 'CancelOrder', 'CancelAndRefundOrder', 'FraudOrder'],
            $orderLater
        );
        return $announced + [
            'AfterShoppingCartCheckout' => function (array $vars, Changes $changes) use ($orderLater) {
                if (!isset($vars['ServiceIDs'])) {
                    $orderLater(['orderid' => isset($vars['OrderID']) ? $vars['OrderID'] : 0], $changes);
                    return;
                }
                $changes->addLater('id', Vars::ids($vars, 'ServiceIDs'));
                $changes->skipOrders(Vars::ids($vars, 'OrderID'));
            },
            'DeleteOrder' => function (array $vars, Changes $changes) {
                $changes->addNow('orderid', Vars::ids($vars, 'orderid'));
            },
        ];
    }

    private static function services(): array
    {
        $module = function (array $vars, Changes $changes) {
            $params = isset($vars['params']) && is_array($vars['params']) ? $vars['params'] : [];
            $services = Vars::ids($params, 'serviceid');
            $changes->addProducts(Vars::ids($params, 'pid'));
            $changes->addLater('id', $services);
            self::addOrAll($changes, array_merge($services, Vars::ids($params, 'pid')), false);
        };
        $before = function (array $vars, Changes $changes) {
            $changes->addNow('id', Vars::ids($vars, 'serviceid'));
            $changes->addLater('id', Vars::ids($vars, 'serviceid'));
        };
        $after = function (array $vars, Changes $changes) {
            self::addOrAll($changes, Vars::ids($vars, 'serviceid'), false);
            $changes->addLater('id', Vars::ids($vars, 'serviceid'));
        };
        $upgrade = function (array $vars, Changes $changes) {
            try {
                $found = Lookup::upgraded((int) current(Vars::ids($vars, 'upgradeid')));
            } catch (\Throwable $e) {
                $found = ['services' => [], 'products' => []]; // this WHMCS keeps upgrades elsewhere
            }
            $changes->addProducts($found['products']);
            $changes->addLater('id', $found['services']);
            self::addOrAll($changes, $found['services'], false);
        };
        $client = function (string $key, bool $isNow) {
            return function (array $vars, Changes $changes) use ($key, $isNow) {
                $clients = Vars::ids($vars, $key);
                $isNow ? $changes->addNow('userid', $clients) : $changes->addLater('userid', $clients);
            };
        };
        $modules = array_map(function ($action) {
            return "AfterModule$action";
        }, ['Create', 'Terminate', 'Suspend', 'Unsuspend', 'ChangePackage']);
        return array_fill_keys($modules, $module)
            + array_fill_keys(['PreServiceEdit', 'PreAdminServiceEdit'], $before)
            + array_fill_keys(['ServiceEdit', 'AdminServiceEdit', 'ServiceRecurringCompleted'], $after)
            + array_fill_keys(['AfterProductUpgrade', 'AfterConfigOptionsUpgrade'], $upgrade)
            + [
                'ServiceDelete' => function (array $vars, Changes $changes) {
                    $services = Vars::ids($vars, 'serviceid');
                    $found = Lookup::products('id', $services);
                    foreach ($services as $service) {
                        $found = array_merge($found, ViewedServices::products($service));
                    }
                    self::addOrAll($changes, $found);
                },
                'PreDeleteClient' => $client('userid', true),
                'AfterClientMerge' => $client('toUserID', false),
            ];
    }

    /** Adds products, or all if there are none. */
    private static function addOrAll(Changes $changes, array $found, bool $areProducts = true): void
    {
        if (!$found) {
            $changes->addAll();
        } elseif ($areProducts) {
            $changes->addProducts($found);
        }
    }
}
