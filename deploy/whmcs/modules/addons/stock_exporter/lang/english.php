<?php
/** The texts of the addon. WHMCS loads the file of the admin's language, or this one. */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

$_ADDONLANG['description'] = 'Reports exact stock to whmcs-stock-exporter, and every change of it at once.';
$_ADDONLANG['field_url'] = 'Exporter URL';
$_ADDONLANG['field_url_help'] =
    'URL for events, such as https://exporter.example.com/webhooks/whmcs/main. It ends in the name of the site.';
$_ADDONLANG['field_secret'] = 'Secret';
$_ADDONLANG['field_secret_help'] = 'Same as webhook.secret of the site. Create one with: openssl rand -hex 32';
$_ADDONLANG['field_send_orders'] = 'Events of orders';
$_ADDONLANG['field_send_orders_help'] = 'Orders that are placed, paid, accepted, cancelled or deleted';
$_ADDONLANG['field_send_services'] = 'Events of services';
$_ADDONLANG['field_send_services_help'] = 'Services that are created, edited, upgraded, terminated or deleted';
$_ADDONLANG['field_send_products'] = 'Events of products';
$_ADDONLANG['field_send_products_help'] = 'Products that are edited or deleted';
$_ADDONLANG['field_refuse'] = 'Refuse what is sold out';
$_ADDONLANG['field_refuse_help'] =
    'Refuse orders with choices that the exporter proves to be sold out. Without its answer, orders pass.';
$_ADDONLANG['field_refusal'] = 'Text for customers';
$_ADDONLANG['field_refusal_help'] = 'What a customer reads when an order is refused';
$_ADDONLANG['refusal'] = 'Sorry, this configuration is sold out. Please choose another one.';

$_ADDONLANG['activated'] =
    'Set the exporter URL and the secret, grant Access Control to your admins, then open Addons > Stock Exporter.';
$_ADDONLANG['activated_without_action'] =
    'PHP cannot read includes/api/getproductdetails.php. Copy the folder includes of deploy/whmcs to WHMCS.';
$_ADDONLANG['deactivated'] =
    'The addon sends no more events. The API action answers until its file is deleted from includes/api.';

$_ADDONLANG['checks'] = 'Checks';
$_ADDONLANG['ok'] = 'OK';
$_ADDONLANG['warning'] = 'Check';
$_ADDONLANG['failed'] = 'Failed';
$_ADDONLANG['check_action'] = 'API action';
$_ADDONLANG['check_action_ok'] = 'includes/api/getproductdetails.php can be read.';
$_ADDONLANG['check_action_failed'] =
    'PHP cannot read includes/api/getproductdetails.php. Copy the folder includes of deploy/whmcs to WHMCS.';
$_ADDONLANG['check_roles'] = 'API roles';
$_ADDONLANG['check_roles_ok'] = 'Granted to:';
$_ADDONLANG['check_roles_none'] = 'No API role grants GetProductDetails. There are two ways to grant it:';
$_ADDONLANG['check_roles_way1'] =
    'In System Settings > Manage API Credentials > API Roles, edit the role of the exporter and tick'
    . ' GetProductDetails in the group Stock Exporter.';
$_ADDONLANG['check_roles_way2'] =
    'If WHMCS does not list it there, or loses it when a role is saved, back up the database and set it in the'
    . ' table. WHMCS does not document this table, so an update may change it:';
$_ADDONLANG['check_roles_unknown'] = 'This WHMCS keeps API roles elsewhere. Check the role by hand.';
$_ADDONLANG['check_settings'] = 'Events';
$_ADDONLANG['check_settings_ok'] = 'Events are sent for the site';
$_ADDONLANG['check_settings_none'] =
    'No events are sent, because the exporter URL or the secret is empty. The exporter finds changes at its'
    . ' interval.';
$_ADDONLANG['check_settings_short'] = 'The secret has less than 16 characters. The exporter refuses it.';
$_ADDONLANG['check_settings_secret'] =
    'Hooks read a different secret than this page. Put the secret into includes/hooks/'
    . '_stock_exporter_settings.php instead and deactivate the addon, or use a WHMCS that keeps it as text.';
$_ADDONLANG['check_settings_plain'] = 'The exporter URL is not HTTPS. Others on the network can read events.';
$_ADDONLANG['check_file'] = 'Settings file';
$_ADDONLANG['check_file_ignored'] =
    'includes/hooks/_stock_exporter_settings.php is ignored while the addon is active.';
$_ADDONLANG['check_pause'] = 'Pause after a failure';
$_ADDONLANG['check_pause_ok'] = 'All requests on this host share it.';
$_ADDONLANG['check_pause_none'] =
    'PHP cannot write to its folder for temporary files, so that each customer waits for a dead exporter.';
$_ADDONLANG['check_pause_on'] = 'The last call failed. The next one is made within a minute.';

$_ADDONLANG['part_failed'] = 'This part of the page failed:';
$_ADDONLANG['run'] = 'Run the action';
$_ADDONLANG['run_help'] = 'Counts units in use of all products, as the exporter may request it.';
$_ADDONLANG['run_products'] = 'Products';
$_ADDONLANG['run_rows'] = 'Rows of options of services';
$_ADDONLANG['run_millis'] = 'Milliseconds';
$_ADDONLANG['run_memory'] = 'Peak memory of PHP (MiB)';
$_ADDONLANG['run_missing'] = 'Columns that this WHMCS does not have';
$_ADDONLANG['run_problem'] = 'Problem';
$_ADDONLANG['none'] = 'none';
$_ADDONLANG['test'] = 'Send a test event';
$_ADDONLANG['test_help'] = 'Sends a signed event about one product, and shows the answer of the exporter.';
$_ADDONLANG['test_ok'] = 'The exporter accepted the event.';
$_ADDONLANG['test_failed'] = 'The exporter did not accept the event:';
$_ADDONLANG['test_401'] = 'Compare the secret and the clocks of both hosts.';
$_ADDONLANG['test_404'] = 'Compare the end of the URL with the name of the site, and set webhook.secret of the site.';
$_ADDONLANG['test_other'] = 'Check the URL, the certificate, and what is between WHMCS and the exporter.';
$_ADDONLANG['failures'] = 'Last failures';
$_ADDONLANG['failures_none'] = 'The activity log has no failure of the companion.';
$_ADDONLANG['report'] = 'Report';
$_ADDONLANG['report_help'] =
    'How this WHMCS differs from what the exporter assumes. Without names, clients and secrets, to paste into an'
    . ' issue.';
$_ADDONLANG['copy'] = 'Copy report';
$_ADDONLANG['token'] = 'The form has expired. Please send it again.';
