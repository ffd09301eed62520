<?php

/**
 * Finds this module's classes where WHMCS's own loader does not.
 *
 * WHMCS loads `lib/` by this very namespace; saying so here costs nothing and makes api.php independent of it.
 */

spl_autoload_register(static function (string $class): void {
    $namespace = 'WHMCS\\Module\\Addon\\Supportbridge\\';
    if (strncmp($class, $namespace, strlen($namespace)) !== 0) {
        return;
    }
    $file = __DIR__ . '/lib/' . strtr(substr($class, strlen($namespace)), '\\', '/') . '.php';
    if (is_file($file)) {
        require_once $file;
    }
});
