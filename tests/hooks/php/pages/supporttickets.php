<?php

/**
 * Stands for the admin area's ticket page.
 */

require HARNESS_ROOT . '/init.php';
require __DIR__ . '/frame.php';

$id = (int) ($_GET['id'] ?? 0);
$shown = implode('', run_hook('AdminAreaViewTicketPage', ['ticketid' => $id]));
harness_page("View Ticket #$id", $shown . '<div class="reply">The words of the ticket.</div>');
