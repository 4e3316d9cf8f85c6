<?php

namespace StockExporter\Database;

use PDO;
use WHMCS\Database\Capsule;

/**
 * Reads tables as of one moment, if the engine of the database can. InnoDB's snapshot does not block
 * writers.
 */
final class Snapshot
{
    /** Longer lists of choices would be cut at 1024 bytes by MySQL's default. */
    const LIST_BYTES = 65536;

    /** @return mixed what $read returns */
    public static function read(callable $read)
    {
        $connection = Capsule::connection();
        $pdo = $connection->getPdo();
        if ($pdo->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql') {
            $pdo->exec('SET SESSION group_concat_max_len = ' . self::LIST_BYTES);
        }
        if ($pdo->inTransaction()) {
            return $read();
        }
        if ($pdo->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql') {
            $pdo->exec('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
        }
        $pdo->beginTransaction();
        try {
            return $read();
        } finally {
            $pdo->rollBack(); // nothing was written
        }
    }

    /**
     * Whether both tables have an engine whose readers do not block writers.
     *
     * @param string[] $tables
     */
    public static function covers(array $tables): bool
    {
        $pdo = Capsule::connection()->getPdo();
        if ($pdo->getAttribute(PDO::ATTR_DRIVER_NAME) !== 'mysql') {
            return true;
        }
        foreach ($tables as $table) {
            $status = $pdo->query('SHOW TABLE STATUS LIKE ' . $pdo->quote($table))->fetch(PDO::FETCH_ASSOC);
            if ($status && strcasecmp((string) $status['Engine'], 'InnoDB') !== 0) {
                return false;
            }
        }
        return true;
    }
}
