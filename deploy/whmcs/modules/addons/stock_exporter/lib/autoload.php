<?php
/** Loads the classes of this folder when they are first used. */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

spl_autoload_register(function ($class) {
    $prefix = 'StockExporter\\';
    if (strpos($class, $prefix) !== 0) {
        return;
    }
    $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
    if (is_file($file)) {
        require_once $file;
    }
});
