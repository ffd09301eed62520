<?php

/**
 * Serves an installation of the harness: `php -S ADDRESS -t ROOT router.php`, with HARNESS_ROOT in the environment.
 *
 * /control is the tests' own door; every other path is the file that a web server would run.
 */

define('HARNESS_ROOT', getenv('HARNESS_ROOT'));
// The built-in server can end a response early no more than mod_php can; a file says that this installation can.
if (is_file(HARNESS_ROOT . '/finishes-early')) {
    function fastcgi_finish_request(): bool
    {
        return true;
    }
}
$path = (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
require $path === '/control' ? __DIR__ . '/control.php' : HARNESS_ROOT . $path;
return true;
