<?php
/** Creates the documented tables, and fills them with the rows that standard input has as JSON, by table. */

require __DIR__ . '/bootstrap.php';

use WHMCS\Database\Capsule;

$tables = [
    'tblproductgroups' => ['id', 'name'],
    'tblproducts' => [
        'id', 'gid', 'name', 'type', 'servertype', 'paytype', 'stockcontrol', 'qty', 'hidden', 'retired', 'order',
    ],
    'tblcurrencies' => ['id', 'code'],
    'tblpricing' => [
        ...['id', 'type', 'currency', 'relid', 'msetupfee'],
        ...['monthly', 'quarterly', 'semiannually', 'annually', 'biennially', 'triennially'],
    ],
    'tblproductconfiglinks' => ['gid', 'pid'],
    'tblproductconfigoptions' => [
        'id', 'gid', 'optionname', 'optiontype', 'qtyminimum', 'qtymaximum', 'order', 'hidden',
    ],
    'tblproductconfigoptionssub' => ['id', 'configid', 'optionname', 'sortorder', 'hidden'],
    'tblorders' => ['id', 'status'],
    'tblhosting' => [
        ...['id', 'userid', 'orderid', 'packageid', 'regdate', 'domainstatus', 'qty'],
        ...['domain', 'username', 'password'],
    ],
    'tblupgrades' => ['id', 'type', 'relid', 'originalvalue', 'newvalue'],
    'tblconfiguration' => ['id', 'setting', 'value'],
    'tbladdonmodules' => ['id', 'module', 'setting', 'value'],
    'tblactivitylog' => ['id', 'date', 'description'],
    'tblapi_roles' => ['id', 'role', 'permissions'],
    'tblhostingconfigoptions' => ['id', 'relid', 'configid', 'optionid', 'qty'],
];
$texts = [
    'name', 'type', 'servertype', 'paytype', 'optionname', 'optiontype', 'status', 'domainstatus', 'domain', 'username',
    ...['password', 'originalvalue', 'newvalue', 'module', 'setting', 'value', 'date', 'description', 'role'],
    'permissions', 'code',
];
$amounts = [
    'msetupfee', 'monthly', 'quarterly', 'semiannually', 'annually', 'biennially', 'triennially',
];
$without = explode(',', getenv('WITHOUT'));

foreach ($tables as $table => $columns) {
    if (in_array($table, $without, true)) {
        continue;
    }
    Capsule::schema()->create($table, function ($blueprint) use (
        $table, $columns, $texts, $amounts, $without
    ) {
        foreach ($columns as $column) {
            if (in_array("$table.$column", $without, true)) {
                continue;
            }
            if ($column === 'id') {
                $blueprint->increments('id');
            } elseif (in_array($column, $texts, true)) {
                $blueprint->string($column)->default('');
            } elseif ($column === 'regdate') {
                $blueprint->date($column)->default('2020-01-01');
            } elseif (in_array($column, $amounts, true)) {
                $blueprint->decimal($column, 10, 2)->default('-1.00');
            } else {
                $blueprint->integer($column)->default(0);
            }
        }
    });
}
foreach (json_decode(stream_get_contents(STDIN), true) as $table => $rows) {
    foreach (array_chunk($rows, 200) as $some) {
        Capsule::table($table)->insert($some);
    }
}
