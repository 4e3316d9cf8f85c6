<?php
/** Hooks of the addon. WHMCS loads them while the addon is active. */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

require_once __DIR__ . '/lib/autoload.php';

StockExporter\Events\Hooks::install([StockExporter\Settings::class, 'ofAddon'], true);
