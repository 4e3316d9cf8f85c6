<?php
/**
 * Hooks for WHMCS without the addon Stock Exporter. While the addon is active, its settings are used, and
 * those of this folder are not.
 *
 * For PHP 7.2 and later, WHMCS 7.4 and later.
 */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

$stockExporterCode = dirname(__DIR__, 2) . '/modules/addons/stock_exporter/lib/autoload.php';
if (is_readable($stockExporterCode)) {
    require_once $stockExporterCode;
    StockExporter\Events\Hooks::install(function () {
        return StockExporter\Settings::ofFile(__DIR__ . '/_stock_exporter_settings.php');
    }, false);
}
