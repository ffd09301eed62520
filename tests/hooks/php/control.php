<?php

/**
 * The tests' door to an installation: one act in, its result and everything that it printed out, as JSON.
 */

use WHMCS\Database\Capsule;

require HARNESS_ROOT . '/init.php';

$asked = json_decode(file_get_contents('php://input'), true);
$acts = [
    'schema' => static function (): void {
        require __DIR__ . '/schema.php';
    },
    'reset' => static function (): void {
        require __DIR__ . '/reset.php';
    },
    'module' => static function (array $asked) {
        require_once HARNESS_ROOT . '/modules/addons/supportbridge/supportbridge.php';
        return ('supportbridge_' . $asked['function'])(...$asked['arguments']);
    },
    'hook' => static function (array $asked): array {
        return run_hook($asked['name'], $asked['vars']);
    },
    'api' => static function (array $asked): array {
        return localAPI($asked['command'], $asked['params'], 'bridge');
    },
    'insert' => static function (array $asked): int {
        return Capsule::table($asked['table'])->insertGetId($asked['row']);
    },
    'rows' => static function (array $asked): array {
        return Capsule::table($asked['table'])->get()->all();
    },
    'sql' => static function (array $asked): bool {
        return Capsule::connection()->statement($asked['sql'], $asked['with'] ?? []);
    },
    'php' => static function (array $asked) {
        return (static function (array $with) use ($asked) {
            return eval($asked['code']);
        })($asked['with'] ?? []);
    },
];

ob_start();
try {
    $answer = ['result' => $acts[$asked['act']]($asked)];
} catch (Throwable $error) {
    $answer = ['thrown' => get_class($error) . ': ' . $error->getMessage()];
}
$answer['printed'] = ob_get_clean();
header('Content-Type: application/json');
echo json_encode($answer, JSON_PARTIAL_OUTPUT_ON_ERROR);
