<?php
/**
 * Runs the companion's action once, as WHMCS would, and prints what it took: companion-call.php FOLDER, with
 * the fields of the request and the database as JSON in the environment.
 */

$start = microtime(true);
define('WHMCS', true);
require 'Illuminate/Database/autoload.php';
class_alias('Illuminate\Database\Capsule\Manager', 'WHMCS\Database\Capsule');
$capsule = new WHMCS\Database\Capsule();
$capsule->addConnection(json_decode(getenv('DATABASE'), true));
$capsule->setAsGlobal();

function logActivity($message)
{
    fwrite(STDERR, $message . "\n");
}

$base = memory_get_peak_usage(true);
$_REQUEST = $_POST = json_decode(getenv('FIELDS'), true);
require $argv[1] . '/includes/api/getproductdetails.php';
$text = json_encode($apiresults);
$used = getrusage();
echo json_encode([
    'cpuMillis' => intdiv(($used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec']) * 1000000
        + $used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec'], 1000),
    'millis' => (int) round((microtime(true) - $start) * 1000),
    'baseBytes' => $base,
    'peakBytes' => memory_get_peak_usage(true),
    'answerBytes' => strlen($text),
    'result' => $apiresults['result'],
    'problem' => isset($apiresults['usageproblem']) ? $apiresults['usageproblem'] : null,
    'historyProblem' => isset($apiresults['historyproblem']) ? $apiresults['historyproblem'] : null,
    'notes' => isset($apiresults['companion']['notes']) ? $apiresults['companion']['notes'] : [],
    'digest' => sha1(json_encode($apiresults['products'])),
    'units' => array_sum(array_column($apiresults['products']['product'], 'inuse')),
]);
