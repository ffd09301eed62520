<?php

/**
 * Stands for the admin area's client summary.
 */

require HARNESS_ROOT . '/init.php';
require __DIR__ . '/frame.php';

$id = (int) ($_GET['userid'] ?? 0);
harness_page("Client $id", implode('', run_hook('AdminAreaClientSummaryPage', ['userid' => $id])));
