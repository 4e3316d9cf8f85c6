<?php
/**
 * The addon Stock Exporter: settings, and a page in the admin area that checks the companion of
 * whmcs-stock-exporter (developers.whmcs.com/addon-modules).
 *
 * For PHP 7.2 and later, WHMCS 7.4 and later.
 */

use StockExporter\Admin\Language;
use StockExporter\Admin\Page;
use StockExporter\Admin\Status;
use StockExporter\Quiet;
use StockExporter\Version;

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

require_once __DIR__ . '/lib/autoload.php';

function stock_exporter_config()
{
    $language = new Language();
    $field = function ($name, array $rest) use ($language) {
        return $rest + [
            'FriendlyName' => $language->text("field_$name"),
            'Description' => $language->text("field_{$name}_help"),
        ];
    };
    $yes = ['Type' => 'yesno', 'Default' => 'on'];
    return [
        'name' => 'Stock Exporter',
        'description' => $language->text('description'),
        'version' => Version::NUMBER,
        'author' => 'whmcs-stock-exporter',
        'language' => 'english',
        'fields' => [
            'url' => $field('url', ['Type' => 'text', 'Size' => '60']),
            'secret' => $field('secret', ['Type' => 'password', 'Size' => '60']),
            'send_orders' => $field('send_orders', $yes),
            'send_services' => $field('send_services', $yes),
            'send_products' => $field('send_products', $yes),
            'refuse' => $field('refuse', ['Type' => 'yesno']),
            'refusal' => $field('refusal', [
                'Type' => 'textarea',
                'Rows' => '2',
                'Cols' => '60',
                'Default' => $language->text('refusal'),
            ]),
        ],
    ];
}

/** Creates nothing. WHMCS keeps the settings. */
function stock_exporter_activate()
{
    $language = new Language();
    return Status::isActionReadable()
        ? ['status' => 'success', 'description' => $language->text('activated')]
        : ['status' => 'info', 'description' => $language->text('activated_without_action')];
}

/** Changes nothing: without the addon, the action still answers. */
function stock_exporter_deactivate()
{
    return ['status' => 'success', 'description' => (new Language())->text('deactivated')];
}

/** There is nothing to convert yet. */
function stock_exporter_upgrade($vars)
{
    $from = isset($vars['version']) && is_scalar($vars['version']) ? (string) $vars['version'] : '';
    Quiet::log('upgraded from ' . preg_replace('/[^\w.+-]/', '', $from) . ' to ' . Version::NUMBER);
}

/** Prints the page in the admin area. */
function stock_exporter_output($vars)
{
    echo (new Page(is_array($vars) ? $vars : []))->render();
}
