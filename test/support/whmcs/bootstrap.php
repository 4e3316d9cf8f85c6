<?php
/**
 * The part of WHMCS that its public documents describe and the companion's files need, written for the tests:
 * the constant, Capsule, hooks, the activity log and the catalogue of API actions. Its folder, like an
 * installation's, is where the companion's files are copied to.
 */

namespace WHMCS\Api\V1 {
    /** As public hook files use it: actions and groups that API roles can be made of. */
    class Catalog
    {
        private static $actions = ['getproducts' => ['group' => 'products', 'name' => 'GetProducts', 'default' => 0]];
        private static $groups = ['products' => ['name' => 'Products']];

        public static function get()
        {
            return new self();
        }

        public static function add(array $actions, array $groups = [])
        {
            self::$actions += $actions;
            self::$groups += $groups;
        }

        public function getActions()
        {
            return self::$actions;
        }

        public function getGroups()
        {
            return self::$groups;
        }
    }
}

namespace {
    define('WHMCS', true);
    define('ROOTDIR', getenv('SHOP_ROOT'));

    require_once 'Illuminate/Database/autoload.php';
    class_alias('Illuminate\Database\Capsule\Manager', 'WHMCS\Database\Capsule');

    $capsule = new WHMCS\Database\Capsule();
    $capsule->addConnection(json_decode(file_get_contents(ROOTDIR . '/database.json'), true));
    $capsule->setAsGlobal();

    $hooks = [];

    function add_hook($name, $priority, $function)
    {
        $GLOBALS['hooks'][$name][] = $function;
    }

    function run_hook($name, array $vars = [])
    {
        $results = [];
        foreach (isset($GLOBALS['hooks'][$name]) ? $GLOBALS['hooks'][$name] : [] as $function) {
            $results[] = $function($vars);
        }
        return $results;
    }

    /** Runs an action within a request. Its fields are in $apivalues1. */
    function localAPI($command, array $apivalues1)
    {
        require ROOTDIR . '/includes/api/' . basename(strtolower($command)) . '.php';
        return $apiresults;
    }

    function logActivity($message)
    {
        file_put_contents(ROOTDIR . '/activity.log', $message . "\n", FILE_APPEND);
        WHMCS\Database\Capsule::table('tblactivitylog')
            ->insert(['date' => date('Y-m-d H:i:s'), 'description' => $message]);
    }

    // WHMCS keeps the names of active addons in its configuration.
    function active_addons()
    {
        $file = ROOTDIR . '/active-addons.json';
        return is_file($file) ? json_decode(file_get_contents($file), true) : [];
    }

    if (isset($_COOKIE['WHMCS'])) {
        session_name('WHMCS');
        session_save_path(ROOTDIR);
        session_start();
    }

    foreach (active_addons() as $addon) {
        require_once ROOTDIR . "/modules/addons/$addon/hooks.php";
    }
    foreach (glob(ROOTDIR . '/includes/hooks/*.php') as $file) {
        if (basename($file)[0] !== '_') {
            require $file;
        }
    }
}
