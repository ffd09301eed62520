<?php

/**
 * Stands for the client area's ticket form, with the module's snippet in a real Smarty, as its theme would hold it.
 */

require HARNESS_ROOT . '/init.php';
require __DIR__ . '/frame.php';
require_once '/usr/share/php/smarty4/Smarty.class.php';

$smarty = new Smarty();
$smarty->setCompileDir(HARNESS_ROOT . '/compiled');
$client = (int) ($_GET['client'] ?? 0);
$vars = $client > 0 ? ['clientsdetails' => ['id' => $client]] : [];
foreach (run_hook('ClientAreaPageSubmitTicket', $vars) as $returned) {
    $smarty->assign($returned);
}
$shown = $smarty->fetch('file:' . HARNESS_ROOT . '/modules/addons/supportbridge/templates/ticket-form.tpl');
harness_page('Open Ticket', $shown . '<div class="reply">Subject, message ...</div>');
