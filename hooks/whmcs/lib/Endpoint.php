<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Throwable;

/**
 * What api.php does with a request.
 *
 * Rule: authentic before anything in it is read, allowed before anything is done, and each write once by its key.
 */
final class Endpoint
{
    /** PHP's own time for a command. */
    public const SECONDS = 60;

    /** Turns away what needs no database to be turned away. */
    public static function turnsAway(Request $request): ?Response
    {
        if ($request->method !== 'POST') {
            return Response::problem(405, 'Only POST');
        }
        if ($request->isTooLarge()) {
            return Response::problem(413, 'The body is too large');
        }
        return null;
    }

    public static function answer(Request $request): Response
    {
        try {
            $secrets = Secret::accepted();
            if (!Signature::isAuthentic($secrets, $request->headers, $request->body, time())) {
                return Response::problem(401, 'Invalid signature');
            }
            return self::carriedOut($request);
        } catch (Throwable $error) {
            // Whether it was done cannot be told from here: the same key finds out
            Log::once('a command broke off', $error);
            return Response::problem(500, 'The command broke off');
        }
    }

    private static function carriedOut(Request $request): Response
    {
        $asked = json_decode($request->body, true, 32);
        $command = is_array($asked) ? ($asked['command'] ?? null) : null;
        $params = is_array($asked) ? ($asked['params'] ?? []) : null;
        if (!is_string($command) || !is_array($params)) {
            return Response::problem(400, 'The body is not a command');
        }
        $name = Commands::allowed($command);
        if ($name === null) {
            return Response::problem(403, 'Command not allowed');
        }
        $commands = new Commands(Settings::load()->admin);
        if (!Commands::isWrite($name)) {
            return Response::of($commands->run($name, $params));
        }
        if ($commands->staffName() === null) {
            // Not refused, for a refusal would stay the key's answer after the admin has been set
            return Response::problem(503, 'The admin that replies are written as is not set, or there is none such');
        }
        return (new Idempotency($commands))->once($request->key(), $name, $params);
    }
}
