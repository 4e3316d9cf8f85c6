<?php

namespace StockExporter\Admin;

/** Parts of a page in the look of WHMCS's admin area. All texts are HTML that is escaped already. */
final class Html
{
    public static function panel(string $title, string $body): string
    {
        return '<div class="panel panel-default"><div class="panel-heading"><h3 class="panel-title">' . $title
            . '</h3></div><div class="panel-body">' . $body . '</div></div>';
    }

    /** @param string $kind success, info, warning or danger */
    public static function alert(string $kind, string $text): string
    {
        return '<div class="alert alert-' . $kind . '">' . $text . '</div>';
    }

    public static function label(string $kind, string $text): string
    {
        return '<span class="label label-' . $kind . '">' . $text . '</span>';
    }

    /**
     * Returns a table whose last column takes the width that the others leave.
     *
     * @param string[][] $rows
     */
    public static function table(array $rows): string
    {
        $html = '<table class="table table-condensed" style="margin: 0"><tbody>';
        foreach ($rows as $row) {
            $last = array_pop($row);
            $html .= '<tr>';
            foreach ($row as $cell) {
                $html .= '<td style="width: 1%; padding-right: 20px; white-space: nowrap">' . $cell . '</td>';
            }
            $html .= '<td>' . $last . '</td></tr>';
        }
        return $html . '</tbody></table>';
    }
}
