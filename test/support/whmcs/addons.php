<?php
/** WHMCS's pages of addon modules, as its documentation describes them: activation, settings and output. */

use WHMCS\Database\Capsule;

function load_addon($name)
{
    require_once ROOTDIR . "/modules/addons/$name/$name.php";
}

/** Stores the settings of a form, or the defaults of new ones. */
function save_addon_settings($name, array $values)
{
    $config = ($name . '_config')();
    $fields = ['version' => ['Default' => $config['version']]] + $config['fields'];
    foreach ($fields as $setting => $field) {
        $default = isset($field['Default']) ? $field['Default'] : '';
        $value = isset($values[$setting]) ? $values[$setting] : $default;
        $row = ['module' => $name, 'setting' => $setting];
        Capsule::table('tbladdonmodules')->where($row)->delete();
        Capsule::table('tbladdonmodules')->insert($row + ['value' => $value]);
    }
}

function addon_settings($name)
{
    $values = [];
    foreach (Capsule::table('tbladdonmodules')->where('module', $name)->get() as $row) {
        $values[$row->setting] = $row->value;
    }
    return $values;
}

/** Activates, saves, deactivates, upgrades. */
function change_addon($do, $name, array $values)
{
    load_addon($name);
    $active = array_diff(active_addons(), [$name]);
    $answer = null;
    if ($do === 'activate') {
        $answer = ($name . '_activate')();
        $active[] = $name;
        save_addon_settings($name, []);
    } elseif ($do === 'save') {
        save_addon_settings($name, $values);
        $active[] = $name;
    } elseif ($do === 'deactivate') {
        $answer = ($name . '_deactivate')();
        Capsule::table('tbladdonmodules')->where('module', $name)->delete();
    } elseif ($do === 'upgrade') {
        $answer = ($name . '_upgrade')(['version' => $values['version']]);
        $active[] = $name;
    }
    file_put_contents(ROOTDIR . '/active-addons.json', json_encode(array_values($active)));
    return $answer;
}

/** The admin page of an addon, inside WHMCS's template, which has Bootstrap 3. */
function show_addon($name)
{
    load_addon($name);
    $_ADDONLANG = [];
    include ROOTDIR . "/modules/addons/$name/lang/english.php";
    $vars = addon_settings($name) + ['modulelink' => "addonmodules.php?module=$name", '_lang' => $_ADDONLANG];
    if (is_file(ROOTDIR . '/handed-secret')) {
        $vars['secret'] = file_get_contents(ROOTDIR . '/handed-secret'); // the table has it encrypted
    }
    ob_start();
    ($name . '_output')($vars);
    $style = getenv('SHOP_STYLE') ?: '';
    return '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Addon</title><style>' . $style
        . '</style></head><body><div class="container-fluid"><h1>' . ($name . '_config')()['name'] . '</h1>'
        . ob_get_clean() . '</div></body></html>';
}

function generate_token($kind)
{
    $_SESSION['token'] = isset($_SESSION['token']) ? $_SESSION['token'] : bin2hex(random_bytes(8));
    return $_SESSION['token'];
}

/** Ends the request if the form has no valid token. */
function check_token($namespace)
{
    $isValid = isset($_SESSION['token'], $_POST['token']) && hash_equals($_SESSION['token'], $_POST['token']);
    if ($namespace !== 'WHMCS.admin.default' || !$isValid) {
        http_response_code(403);
        exit('Invalid Token');
    }
}
