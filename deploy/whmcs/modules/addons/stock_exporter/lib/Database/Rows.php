<?php

namespace StockExporter\Database;

use PDO;
use WHMCS\Database\Capsule;

/** Reads the rows of a query one at a time, so that memory does not grow with their number. */
final class Rows
{
    /**
     * Yields each row as an array. Until the last row is read, no other query can run.
     *
     * @param object $query a query builder of Capsule
     */
    public static function of($query): \Generator
    {
        $pdo = Capsule::connection()->getPdo();
        $isMysql = $pdo->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql';
        if ($isMysql) {
            $pdo->setAttribute(self::buffering(), false);
        }
        $statement = null;
        try {
            $statement = $pdo->prepare($query->toSql());
            foreach (array_values($query->getBindings()) as $index => $value) {
                $statement->bindValue($index + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
            }
            $statement->execute();
            while ($row = $statement->fetch(PDO::FETCH_ASSOC)) {
                yield $row;
            }
        } finally {
            if ($statement) {
                $statement->closeCursor();
            }
            if ($isMysql) {
                $pdo->setAttribute(self::buffering(), true);
            }
        }
    }

    /** PHP 8.5 deprecates the old name of the attribute. */
    private static function buffering(): int
    {
        return PHP_VERSION_ID >= 80400
            ? \Pdo\Mysql::ATTR_USE_BUFFERED_QUERY
            : PDO::MYSQL_ATTR_USE_BUFFERED_QUERY;
    }
}
