<?php

namespace StockExporter;

use WHMCS\Database\Capsule;

/** Runs code that must neither print nor fail a request of WHMCS. */
final class Quiet
{
    const PREFIX = 'Stock exporter: ';
    /** Seconds between two lines about failures of the same kind. */
    const LOG_SECONDS = 900;
    /** Only the end of the log is searched, because it can be long. */
    const LAST_LINES = 1000;
    const MAX_BYTES = 1000;

    /**
     * Runs $work. Errors are logged in the activity log. Anything printed is discarded, because WHMCS answers
     * with an error page if a hook or an action prints.
     *
     * @return mixed what $work returns, or null if it failed
     */
    public static function run(string $failure, callable $work)
    {
        $level = ob_get_level();
        ob_start();
        try {
            return $work();
        } catch (\Throwable $e) {
            self::logFailure($failure, $e->getMessage());
            return null;
        } finally {
            while (ob_get_level() > $level) {
                ob_end_clean();
            }
        }
    }

    /**
     * Logs a failure in the activity log, unless it is there already: some would come back with each request.
     *
     * @param string $failure names its kind
     */
    public static function logFailure(string $failure, string $message): void
    {
        try {
            $last = (int) Capsule::table('tblactivitylog')->max('id');
            $isLogged = Capsule::table('tblactivitylog')
                ->where('id', '>', $last - self::LAST_LINES)
                ->where('date', '>', date('Y-m-d H:i:s', time() - self::LOG_SECONDS))
                ->where('description', 'like', self::PREFIX . $failure . ': %')
                ->exists();
        } catch (\Throwable $e) {
            $isLogged = false;
        }
        if (!$isLogged) {
            self::log("$failure: $message");
        }
    }

    /** Logs a line in the activity log. */
    public static function log(string $message): void
    {
        $line = preg_replace('/[\x00-\x1F\x7F]+/', ' ', self::PREFIX . $message);
        try {
            logActivity(Action\Value::text(substr($line, 0, self::MAX_BYTES)));
        } catch (\Throwable $e) {
            return; // the error cannot be logged anywhere else
        }
    }
}
