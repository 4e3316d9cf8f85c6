<?php

namespace StockExporter\Events;

use StockExporter\Cart\Refusal;
use StockExporter\Catalog;
use StockExporter\Quiet;
use StockExporter\Settings;

/**
 * The hooks by which the exporter learns of changes (developers.whmcs.com/hooks). An event contains product
 * ids and no client data. Each request sends at most one event, and never fails because of it.
 */
final class Hooks
{
    const KINDS = ['products', 'orders', 'services'];

    /** @var self|null */
    private static $installed;

    /** @var callable */
    private $findSettings;
    /** @var Settings|null */
    private $settings;
    /** @var Changes */
    private $changes;

    /**
     * Registers the hooks once, however often it is called. The settings of the addon replace those of the
     * file, so that no event is sent twice.
     *
     * @param callable $findSettings called when a hook runs, because most requests need no settings
     */
    public static function install(callable $findSettings, bool $isAddon): void
    {
        if (!self::$installed) {
            self::$installed = new self($findSettings);
            self::$installed->register();
        } elseif ($isAddon) {
            self::$installed->findSettings = $findSettings;
            self::$installed->settings = null;
        }
    }

    private function __construct(callable $findSettings)
    {
        $this->findSettings = $findSettings;
        $this->changes = new Changes();
    }

    private function settings(): Settings
    {
        if (!$this->settings) {
            $found = Quiet::run('the settings could not be read', $this->findSettings);
            $this->settings = $found ?: new Settings([]);
        }
        return $this->settings;
    }

    private function register(): void
    {
        $addAction = function () {
            Quiet::run('the action could not be added to API roles', [Catalog::class, 'addAction']);
        };
        add_hook('AdminAreaPage', 1, $addAction);
        if (!defined('CLIENTAREA')) {
            $addAction(); // requests that save a role show no page
        }
        add_hook('AdminClientServicesTabFields', 1, function ($vars) {
            $this->rememberServices('id', Vars::ids($vars, 'id'));
            return [];
        });
        add_hook('AdminAreaClientSummaryPage', 1, function ($vars) {
            $this->rememberServices('userid', Vars::ids($vars, 'userid'));
            return '';
        });
        foreach (['ShoppingCartValidateCheckout', 'ShoppingCartValidateProductUpdate'] as $hook) {
            add_hook($hook, 1, function ($vars) use ($hook) {
                $refused = Quiet::run('a cart could not be checked', function () use ($hook, $vars) {
                    return Refusal::check($hook, is_array($vars) ? $vars : [], $this->settings());
                });
                return $refused ?: [];
            });
        }
        foreach (Recorders::all() as $kind => $recorders) {
            foreach ($recorders as $hook => $record) {
                add_hook($hook, 1, function ($vars) use ($kind, $hook, $record) {
                    Quiet::run('an event was not recorded', function () use ($kind, $hook, $record, $vars) {
                        $this->record($kind, $hook, $record, is_array($vars) ? $vars : []);
                    });
                });
            }
        }
    }

    /** @param int[] $ids */
    private function rememberServices(string $column, array $ids): void
    {
        Quiet::run('services could not be remembered', function () use ($column, $ids) {
            if ($this->settings()->canSend()) {
                ViewedServices::remember($column, $ids);
            }
        });
    }

    private function record(string $kind, string $hook, callable $record, array $vars): void
    {
        if (!$this->settings()->canSend() || in_array($kind, $this->settings()->muted, true)) {
            return;
        }
        SeenHooks::add($this->settings(), $hook);
        if ($this->changes->begin($hook)) {
            // After all other shutdown functions, which may change more.
            register_shutdown_function(function () {
                register_shutdown_function(function () {
                    Quiet::run('an event was not sent', function () {
                        (new Sender($this->settings()))->send($this->changes);
                    });
                });
            });
        }
        try {
            $record($vars, $this->changes);
        } catch (\Throwable $e) {
            Quiet::logFailure('products could not be looked up', $e->getMessage());
            $this->changes->addAll();
        }
    }
}
