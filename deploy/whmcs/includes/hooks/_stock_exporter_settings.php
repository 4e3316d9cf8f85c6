<?php
/**
 * Settings for stock_exporter.php in the same folder. WHMCS does not load hook files whose name starts with
 * an underscore.
 */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

return [
    // The URL for events: the exporter's URL, /webhooks/whmcs/ and the name of the site in its configuration,
    // such as https://exporter.example.com/webhooks/whmcs/main. If empty, no events are sent, and stock is
    // updated only at the exporter's interval.
    'url' => '',

    // The secret, identical to webhook.secret of the site in the exporter's configuration. Create one with
    // openssl rand -hex 32.
    'secret' => '',
];
