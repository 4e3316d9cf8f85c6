<?php

namespace StockExporter;

/** Runs code that must neither print nor fail a request of WHMCS. */
final class Quiet
{
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
            self::log($failure . ': ' . $e->getMessage());
            return null;
        } finally {
            while (ob_get_level() > $level) {
                ob_end_clean();
            }
        }
    }

    public static function log(string $message): void
    {
        try {
            logActivity('Stock exporter: ' . $message);
        } catch (\Throwable $e) {
            return; // the error cannot be logged anywhere else
        }
    }
}
