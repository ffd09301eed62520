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

// The panel on the ticket's page and on the client's summary
$_ADDONLANG['months'] = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec';
$_ADDONLANG['panel_title'] = 'Support Bridge';
$_ADDONLANG['panel_until'] = 'until %s';
$_ADDONLANG['panel_from'] = 'from %s';
$_ADDONLANG['panel_no_end'] = 'no end known';
$_ADDONLANG['panel_channels'] = 'Channels';
$_ADDONLANG['panel_opens_at'] = 'real-time again at %s';
$_ADDONLANG['panel_channels_until'] = 'as it is until %s';
$_ADDONLANG['panel_ladder'] = 'Ladder';
$_ADDONLANG['panel_topic'] = '%s (%s)';
$_ADDONLANG['panel_no_topic'] = 'no topic named';
$_ADDONLANG['panel_next'] = 'Next';
$_ADDONLANG['panel_written'] = 'Written';
$_ADDONLANG['panel_withheld'] = 'Withheld';
$_ADDONLANG['panel_because'] = 'Because';
$_ADDONLANG['panel_plans'] = 'Plans';
$_ADDONLANG['panel_no_plan'] = 'none';
$_ADDONLANG['panel_courtesy'] = 'courtesy: help outside our responsibility, to get started';
$_ADDONLANG['panel_timeline'] = 'Timeline';
$_ADDONLANG['panel_held'] = '%s%s: %s';
$_ADDONLANG['held_ticket'] = 'Replies and quotes are held';
$_ADDONLANG['held_client'] = 'Replies and quotes are held for this client';
$_ADDONLANG['held_everything'] = 'The bridge is paused everywhere';
$_ADDONLANG['channel_live_chat'] = 'live chat';
$_ADDONLANG['channel_telegram'] = 'Telegram';
$_ADDONLANG['channel_email'] = 'e-mail';
$_ADDONLANG['channel_ticket'] = 'ticket';
$_ADDONLANG['access_realtime'] = 'real-time';
$_ADDONLANG['access_scheduled'] = 'scheduled';
$_ADDONLANG['access_open'] = 'open';
$_ADDONLANG['access_closed'] = 'closed';
$_ADDONLANG['waits_customer'] = 'waits for the customer';
$_ADDONLANG['waits_staff'] = 'waits for staff';
$_ADDONLANG['waits_nobody'] = 'waits for nobody';
$_ADDONLANG['outcome_solved'] = 'solved';
$_ADDONLANG['outcome_quoted'] = 'quoted';
$_ADDONLANG['outcome_closed'] = 'closed';
$_ADDONLANG['next_closed'] = 'The ticket is closed; the customer\'s next message opens it again.';
$_ADDONLANG['next_solved'] = 'Nothing, unless the customer writes that it is not solved after all.';
$_ADDONLANG['next_staff'] = 'A person on staff has to act; what is below says why.';
$_ADDONLANG['next_climb'] = 'The customer\'s turn. If it is still not solved, the ticket climbs to %s.';
$_ADDONLANG['next_top'] = 'The customer\'s turn. This is the last rung: there is no climb.';
$_ADDONLANG['next_nobody'] = 'Nothing, unless the customer writes.';
$_ADDONLANG['next_by_time'] = 'By time alone it changes at %s.';

// When the bridge does not answer as hoped
$_ADDONLANG['bridge_silent'] = 'The bridge cannot be reached, so nothing can be shown here. Events wait in the outbox '
    . 'and are sent when it is back; see Addons > Support Bridge.';
$_ADDONLANG['bridge_late'] = 'The bridge did not answer within its time. Reload the page in a moment; if it stays '
    . 'so, see Addons > Support Bridge.';
$_ADDONLANG['bridge_401'] = 'The bridge does not accept this module\'s secret. The two must be the same: the one shown '
    . 'here at activation or rotation, and the one that the bridge\'s [billing] secret names.';
$_ADDONLANG['bridge_404'] = 'The bridge knows nothing of this yet. It looks at what happens from now on.';
$_ADDONLANG['bridge_merged'] = 'This was merged into %s; look there.';
$_ADDONLANG['bridge_503'] = 'The bridge answers, but cannot use its store now. Its log says why.';
$_ADDONLANG['bridge_other'] = 'The bridge refused (HTTP %s). %s';

// What the client reads on the ticket form
$_ADDONLANG['form_realtime'] = 'You have real-time support by %s.';
$_ADDONLANG['form_scheduled'] = 'By appointment: %s.';
$_ADDONLANG['form_open'] = 'Answered in turn: %s.';
$_ADDONLANG['form_until'] = 'This holds until %s.';

// Setting and ending holds
$_ADDONLANG['button_hold_ticket'] = 'Hold';
$_ADDONLANG['button_hold_client'] = 'Hold';
$_ADDONLANG['button_release_ticket'] = 'Release';
$_ADDONLANG['button_release_client'] = 'Release';
$_ADDONLANG['form_hold_ticket'] = 'Hold ticket %s';
$_ADDONLANG['form_hold_client'] = 'Hold client %s';
$_ADDONLANG['form_release_ticket'] = 'Release ticket %s';
$_ADDONLANG['form_release_client'] = 'Release client %s';
$_ADDONLANG['form_hold_hint'] = 'Stops the bridge\'s replies and quotes until then; tags and notes go on.';
$_ADDONLANG['form_release_hint'] = 'Ends its holds; grants and sessions stay. What is still owed is sent.';
$_ADDONLANG['form_until_field'] = 'Until';
$_ADDONLANG['form_reason_field'] = 'Reason';
$_ADDONLANG['form_back_ticket'] = 'Back to the ticket';
$_ADDONLANG['form_back_client'] = 'Back to the client';
$_ADDONLANG['order_held'] = 'Held. Replies and quotes stop until then.';
$_ADDONLANG['order_released'] = 'Released.';
$_ADDONLANG['order_incomplete'] = 'Nothing was done: say until when, and why.';
$_ADDONLANG['order_unknown'] = 'Nothing was done: this page does not know that order.';

// The module's page
$_ADDONLANG['page_bridge'] = 'Bridge address';
$_ADDONLANG['page_no_bridge'] = 'not set; enter it under System Settings > Addon Modules > Configure';
$_ADDONLANG['page_reached'] = 'Bridge';
$_ADDONLANG['page_reached_yes'] = 'answers, and accepts this module\'s secret';
$_ADDONLANG['page_waiting'] = 'Events waiting';
$_ADDONLANG['page_since'] = '(the oldest since %s)';
$_ADDONLANG['page_refused'] = 'of these refused by the bridge';
$_ADDONLANG['page_failed_events'] = 'Events given up after three days';
$_ADDONLANG['page_last_sent'] = 'Last sent';
$_ADDONLANG['page_last_error'] = 'Last error';
$_ADDONLANG['page_trouble'] = '%s: %s (attempt %s, %s)';
$_ADDONLANG['page_none'] = 'none';
$_ADDONLANG['page_version'] = 'Version';
$_ADDONLANG['page_docs'] = 'Steps and answers: %s, among the bridge\'s documentation.';
$_ADDONLANG['page_failed'] = 'This page could not be made (%s). The activity log has more.';
$_ADDONLANG['page_no_token'] = 'Nothing was done: WHMCS\'s form token could not be checked here.';
$_ADDONLANG['button_test'] = 'Send a test event';
$_ADDONLANG['button_test_hint'] = 'Takes the way of all events, and says what the bridge answered.';
$_ADDONLANG['button_retry'] = 'Send what waits now';
$_ADDONLANG['button_retry_hint'] = 'What was given up after three days is tried again too.';
$_ADDONLANG['button_rotate'] = 'Replace the secret';
$_ADDONLANG['button_rotate_hint'] = 'Shows a new one, once. The old one is accepted for a day more.';
$_ADDONLANG['order_tested'] = 'The bridge has taken a test event.';
$_ADDONLANG['order_test_failed'] = 'The test event was not taken: %s';
$_ADDONLANG['order_test_waits'] = 'it waits in the outbox; is the bridge\'s address set, and does it begin '
    . 'with https://?';
$_ADDONLANG['order_retried'] = 'Sent: %s.';
$_ADDONLANG['order_rotated'] = 'Copy this secret now, it is shown only once: %s - put it where the bridge\'s [billing] '
    . 'secret says, and restart the bridge within a day.';
