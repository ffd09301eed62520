<?php

/**
 * Every word that the module shows. A translation is a copy of this file under the language's name.
 */

$_ADDONLANG['description'] = 'Tells the support bridge what happens, without loss, and carries out what it decides, '
    . 'each thing exactly once.';

$_ADDONLANG['setting_bridge_url'] = 'Bridge address';
$_ADDONLANG['setting_bridge_url_hint'] = 'Where the bridge is reached, for example https://bridge.example.com';
$_ADDONLANG['setting_admin'] = 'Admin';
$_ADDONLANG['setting_admin_hint'] = 'Username of the admin that replies and notes are written as; '
    . 'the full name is what [billing] staff_name says';
$_ADDONLANG['setting_delete_data'] = 'Delete data';
$_ADDONLANG['setting_delete_data_hint'] = 'When the module is deactivated, also delete its tables: '
    . 'the secret, what waits to be sent, and what was carried out';
$_ADDONLANG['setting_group_hint'] = 'Tell the bridge of these events';
$_ADDONLANG['group_clients'] = 'Clients';
$_ADDONLANG['group_orders'] = 'Orders';
$_ADDONLANG['group_services'] = 'Services';
$_ADDONLANG['group_addons'] = 'Addons';
$_ADDONLANG['group_tickets'] = 'Tickets';
$_ADDONLANG['group_quotes'] = 'Quotes';
$_ADDONLANG['group_invoices'] = 'Invoices';

$_ADDONLANG['activated'] = 'Support Bridge is active. Copy this secret now, it is shown only once: %s - '
    . 'put it where the bridge\'s [billing] secret says. Then enter the bridge\'s address under Configure; '
    . 'events will go to it at /webhooks/whmcs, and it calls this module at %s.';
$_ADDONLANG['activated_again'] = 'Support Bridge is active again, with the secret and the data that it had. '
    . 'A lost secret is replaced on the module\'s page.';
$_ADDONLANG['activation_failed'] = 'Support Bridge could not be activated: its tables could not be made (%s).';
$_ADDONLANG['deactivated_kept'] = 'Support Bridge is inactive. Its data is kept for when it is activated again.';
$_ADDONLANG['deactivated_deleted'] = 'Support Bridge is inactive, and its tables are deleted.';
$_ADDONLANG['deactivation_failed'] = 'The tables of Support Bridge could not be deleted (%s).';
