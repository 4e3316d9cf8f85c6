<?php
/**
 * The API action GetProductDetails of whmcs-stock-exporter. WHMCS looks for actions in this folder only; the
 * code is in modules/addons/stock_exporter, which need not be activated for it.
 *
 * For PHP 7.2 and later, WHMCS 7.4 and later.
 */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

$stockExporterCode = dirname(__DIR__, 2) . '/modules/addons/stock_exporter/lib/autoload.php';
if (is_readable($stockExporterCode)) {
    require_once $stockExporterCode;
    $apiresults = StockExporter\Action\ProductDetails::respond(
        StockExporter\Action\Fields::find(get_defined_vars())
    );
} else {
    $apiresults = [
        'result' => 'error',
        'message' => 'GetProductDetails failed: PHP cannot read modules/addons/stock_exporter; copy it again',
    ];
}
