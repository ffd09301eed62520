<?php

/**
 * Where the bridge calls: a signed command in, its answer out. The rules are in lib/Endpoint.php.
 */

use WHMCS\Module\Addon\Supportbridge\Endpoint;
use WHMCS\Module\Addon\Supportbridge\Request;

require_once __DIR__ . '/autoload.php';

// A caller that hangs up does not end what it began; whatever else prints is not part of the answer.
ignore_user_abort(true);
ob_start();

$request = Request::fromGlobals();
$response = Endpoint::turnsAway($request);
if ($response === null) {
    require_once dirname(__DIR__, 3) . '/init.php';
    @set_time_limit(Endpoint::SECONDS);
    $response = Endpoint::answer($request);
}

while (ob_get_level() > 0) {
    ob_end_clean();
}
http_response_code($response->status);
header('Content-Type: application/json');
header('Content-Length: ' . strlen($response->body));
header('Cache-Control: no-store');
echo $response->body;
