<?php
/** The addresses of the shop: the API's entry, a cart that takes orders, and what an admin does. */

require __DIR__ . '/bootstrap.php';

require __DIR__ . '/addons.php';

use WHMCS\Database\Capsule;

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
header('Content-Type: application/json');
switch ($path) {
    case '/includes/api.php':
        echo json_encode(answer_api());
        break;
    case '/cart':
        echo json_encode(['order' => place_order($_POST)]);
        break;
    case '/admin/addonmodules.php':
        header('Content-Type: text/html; charset=utf-8');
        echo show_addon('stock_exporter');
        break;
    case '/admin/addons':
        echo json_encode(change_addon($_POST['do'], 'stock_exporter', json_decode($_POST['values'], true)));
        break;
    case '/validate-cart':
        $_SESSION['cart']['products'] = json_decode($_POST['cart'], true);
        echo json_encode(run_hook($_POST['hook'], json_decode($_POST['vars'], true)));
        break;
    case '/steps':
        echo json_encode(run_steps(json_decode($_POST['steps'], true)));
        break;
    case '/admin':
        run_hook('AdminAreaPage', ['filename' => 'configapiroles']);
        echo json_encode(WHMCS\Api\V1\Catalog::get()->getActions());
        break;
    case '/admin/save-role':
        echo json_encode(WHMCS\Api\V1\Catalog::get()->getActions());
        break;
    case '/admin/order':
        change_order($_POST['do'], (int) $_POST['order']);
        echo '{}';
        break;
    case '/admin/product':
        Capsule::table('tblproducts')->where('id', $_POST['pid'])->update(['qty' => $_POST['qty']]);
        run_hook('ProductEdit', ['pid' => $_POST['pid'], 'qty' => $_POST['qty']]);
        echo '{}';
        break;
    case '/sql':
        Capsule::connection()->unprepared($_POST['statement']);
        echo '{}';
        break;
    case '/age-pause':
        foreach (glob(ROOTDIR . '/whmcs-stock-exporter-pause-*') as $file) {
            $aged = array_map(function ($time) {
                return $time - $_POST['seconds'];
            }, json_decode(file_get_contents($file), true));
            file_put_contents($file, json_encode($aged));
        }
        echo '{}';
        break;
    case '/local-api':
        echo json_encode(localAPI($_POST['command'], json_decode($_POST['values'], true)));
        break;
    case '/variables':
        echo json_encode(answer_from_variables(json_decode($_POST['values'], true)));
        break;
    case '/hook':
        run_hook($_POST['hook'], json_decode($_POST['vars'], true));
        echo '{}';
        break;
    default:
        http_response_code(404);
        echo '<html>Oops!</html>';
}

/** Order of looking, messages and statuses as public clients show them. */
function answer_api()
{
    $action = strtolower($_POST['action']);
    $known = ['getproducts', 'whmcsdetails'];
    if ($_POST['identifier'] !== 'shop-identifier' || $_POST['secret'] !== 'shop-secret') {
        http_response_code(403);
        return ['result' => 'error', 'message' => 'Authentication Failed'];
    }
    $file = ROOTDIR . '/includes/api/' . basename($action) . '.php';
    if (!in_array($action, $known, true) && !is_file($file)) {
        return ['result' => 'error', 'message' => "Invalid API Action: \"$action\" is not a valid API action"];
    }
    if (!in_array($action, json_decode(file_get_contents(ROOTDIR . '/role.json'), true), true)) {
        http_response_code(403);
        return ['result' => 'error', 'message' => "Invalid Permissions: API action \"$action\" is not allowed"];
    }
    if ($action === 'whmcsdetails') {
        return ['result' => 'success', 'whmcs' => ['version' => '8.11.2']];
    }
    if ($action === 'getproducts') {
        $rows = Capsule::table('tblproducts')->get(['id as pid', 'gid', 'name'])->all();
        return ['result' => 'success', 'totalresults' => count($rows), 'products' => ['product' => $rows]];
    }
    extract(json_decode($_POST['variables'] ?? '{}', true)); // WHMCS's own, in the scope of the action
    Capsule::connection()->enableQueryLog();
    require $file;
    $queries = array_column(Capsule::connection()->getQueryLog(), 'query');
    file_put_contents(ROOTDIR . '/queries.log', implode("\n", $queries) . "\n", FILE_APPEND);
    return $apiresults;
}

/** Runs hooks and SQL statements in one request. Returns what the hooks return. */
function run_steps(array $steps)
{
    $results = [];
    foreach ($steps as $step) {
        if (isset($step['sql'])) {
            Capsule::connection()->unprepared($step['sql']);
        } else {
            $results[] = run_hook($step['hook'], $step['vars']);
        }
    }
    return $results;
}

/** Runs an action as WHMCS does where it hands the fields over as variables. */
function answer_from_variables(array $values)
{
    $_REQUEST = $_POST = [];
    extract($values);
    require ROOTDIR . '/includes/api/getproductdetails.php';
    return $apiresults;
}

function place_order(array $fields)
{
    $pid = (int) $fields['pid'];
    $order = Capsule::table('tblorders')->insertGetId(['status' => 'Pending']);
    $service = Capsule::table('tblhosting')->insertGetId([
        'orderid' => $order,
        'packageid' => $pid,
        'domainstatus' => 'Pending',
        'qty' => isset($fields['qty']) ? $fields['qty'] : 1,
    ]);
    Capsule::table('tblproducts')->where('id', $pid)->where('stockcontrol', 1)->decrement('qty');
    run_hook('PreShoppingCartCheckout', ['products' => [['pid' => $pid]]]);
    run_hook('AfterShoppingCartCheckout', [
        'OrderID' => $order,
        'OrderNumber' => 1000000 + $order,
        'ServiceIDs' => [$service],
        'AddonIDs' => [],
        'DomainIDs' => [],
        'InvoiceID' => 1,
        'TotalDue' => '5.00',
    ]);
    run_hook('OrderPaid', ['orderId' => $order, 'userId' => 1, 'invoiceId' => 1]);
    return $order;
}

/** The hooks of orders run before what they announce. */
function change_order($do, $order)
{
    run_hook($do, ['orderid' => $order]);
    $services = Capsule::table('tblhosting')->where('orderid', $order);
    $pids = (clone $services)->get(['packageid'])->all();
    if ($do === 'DeleteOrder') {
        $services->delete();
    } else {
        $services->update(['domainstatus' => $do === 'AcceptOrder' ? 'Active' : 'Cancelled']);
    }
    if ($do !== 'AcceptOrder') {
        foreach ($pids as $row) {
            Capsule::table('tblproducts')->where('id', $row->packageid)->where('stockcontrol', 1)->increment('qty');
        }
    }
}
