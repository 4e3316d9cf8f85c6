<?php
/**
 * Settings of stock_exporter.php, beside this file. WHMCS loads no hook file whose name begins with an underscore.
 */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

return [
    // Where the exporter takes events: its address, /webhooks/whmcs/ and the site's name in its configuration, such as
    // https://exporter.example.com/webhooks/whmcs/main. Empty sends none: stock is then as fresh as the exporter's interval.
    'url' => '',

    // The same text as webhook.secret of that site in the exporter's configuration; openssl rand -hex 32 makes one.
    'secret' => '',
];
