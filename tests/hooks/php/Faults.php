<?php

/**
 * What a test makes go wrong inside localAPI: `{"command": {"before": "kill"}}` in faults.json, each met once.
 */
final class Faults
{
    public static function meet(string $command, string $moment): void
    {
        $file = HARNESS_ROOT . '/faults.json';
        $faults = is_file($file) ? json_decode(file_get_contents($file), true) : [];
        $fault = $faults[$command][$moment] ?? null;
        if ($fault === null) {
            return;
        }
        unset($faults[$command][$moment]);
        file_put_contents($file, json_encode($faults));
        if ($fault === 'kill') {
            posix_kill(getmypid(), SIGKILL);
        } elseif ($fault === 'throw') {
            throw new RuntimeException('as the test wants it');
        } else {
            touch(HARNESS_ROOT . '/slow');
            usleep((int) ($fault * 1e6));
        }
    }
}
