<?php

/**
 * Stands for the admin area's page of this module.
 */

require HARNESS_ROOT . '/init.php';
require __DIR__ . '/frame.php';
require_once HARNESS_ROOT . '/modules/addons/supportbridge/supportbridge.php';

ob_start();
supportbridge_output(['modulelink' => 'addonmodules.php?module=supportbridge', 'version' => '0.1.0', '_lang' => []]);
harness_page('Support Bridge', (string) ob_get_clean());
