<?php

/**
 * Support Bridge: the module's functions, as WHMCS calls them. What they do is in lib/.
 */

use WHMCS\Module\Addon\Supportbridge\OutputPage;
use WHMCS\Module\Addon\Supportbridge\Setup;

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

require_once __DIR__ . '/autoload.php';

function supportbridge_config(): array
{
    return Setup::config();
}

function supportbridge_activate(): array
{
    return Setup::activate();
}

function supportbridge_deactivate(): array
{
    return Setup::deactivate();
}

/** Called at the first visit after the files were replaced; $vars['version'] is the version before. */
function supportbridge_upgrade(array $vars): void
{
    Setup::upgrade();
}

/** Prints the module's page in the admin area: WHMCS wants it echoed. */
function supportbridge_output(array $vars): void
{
    echo OutputPage::render($vars);
}
