<?php

/**
 * Stands for the admin area's ticket page.
 */

require HARNESS_ROOT . '/init.php';
require __DIR__ . '/frame.php';

$id = (int) ($_GET['id'] ?? 0);
$shown = implode('', run_hook('AdminAreaViewTicketPage', ['ticketid' => $id]));
harness_page("#$id - My WordPress stopped working", $shown . '<div class="reply">It shows a white screen.</div>');
