<?php

namespace WHMCS\Module\Addon\Supportbridge;

use Throwable;
use WHMCS\Database\Capsule;

/**
 * The bridge's answers of the last half minute, so that a staff member who clicks about does not ask it each time.
 *
 * Rule: that the bridge is not there is remembered too, for every question and a shorter time: its second is paid once,
 * not on every page. A cache that cannot be used is as good as an empty one.
 */
final class Cache
{
    private const SECONDS = 30;
    private const SECONDS_OF_SILENCE = 15;
    private const ANY = '*';

    public static function find(string $path): ?BridgeAnswer
    {
        try {
            $row = self::rows()->whereIn('path', [$path, self::ANY])->where('expires', '>', time())->first();
        } catch (Throwable $error) {
            return null;
        }
        $document = $row === null ? null : json_decode($row->document, true);
        return is_array($document) ? new BridgeAnswer((int) $row->status, $document, (bool) $row->is_late) : null;
    }

    public static function keep(string $path, BridgeAnswer $answer): void
    {
        $seconds = $answer->status === 0 ? self::SECONDS_OF_SILENCE : self::SECONDS;
        $path = $answer->isOfNobody() ? self::ANY : $path;
        try {
            self::rows()->where('path', $path)->orWhere('expires', '<=', time())->delete();
            self::rows()->insertOrIgnore([
                'path' => $path,
                'status' => $answer->status,
                'is_late' => (int) $answer->isLate,
                'document' => json_encode($answer->document, JSON_INVALID_UTF8_SUBSTITUTE),
                'expires' => time() + $seconds,
            ]);
        } catch (Throwable $error) {
            Log::once('the bridge\'s answers cannot be kept', $error);
        }
    }

    /** Forgets everything, because somebody has just changed something. */
    public static function clear(): void
    {
        self::rows()->delete();
    }

    private static function rows()
    {
        return Capsule::table(Schema::ANSWERS);
    }
}
