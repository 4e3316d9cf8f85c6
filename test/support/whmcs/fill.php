<?php
/** Makes the documented tables and fills them with the rows that come as JSON on standard input, by table. */

require __DIR__ . '/bootstrap.php';

use WHMCS\Database\Capsule;

$tables = [
    'tblproductgroups' => ['id', 'name'],
    'tblproducts' => [
        'id', 'gid', 'name', 'type', 'servertype', 'paytype', 'stockcontrol', 'qty', 'hidden', 'retired', 'order',
    ],
    'tblproductconfiglinks' => ['gid', 'pid'],
    'tblproductconfigoptions' => [
        'id', 'gid', 'optionname', 'optiontype', 'qtyminimum', 'qtymaximum', 'order', 'hidden',
    ],
    'tblproductconfigoptionssub' => ['id', 'configid', 'optionname', 'sortorder', 'hidden'],
    'tblorders' => ['id', 'status'],
    'tblhosting' => ['id', 'orderid', 'packageid', 'domainstatus', 'qty', 'domain', 'username', 'password'],
    'tblhostingconfigoptions' => ['id', 'relid', 'configid', 'optionid', 'qty'],
];
$texts = [
    'name', 'type', 'servertype', 'paytype', 'optionname', 'optiontype', 'status', 'domainstatus', 'domain', 'username',
    'password',
];
$without = getenv('WITHOUT_COLUMN');

foreach ($tables as $table => $columns) {
    Capsule::schema()->create($table, function ($blueprint) use ($table, $columns, $texts, $without) {
        foreach ($columns as $column) {
            if ("$table.$column" === $without) {
                continue;
            }
            if ($column === 'id') {
                $blueprint->increments('id');
            } elseif (in_array($column, $texts, true)) {
                $blueprint->string($column)->default('');
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
