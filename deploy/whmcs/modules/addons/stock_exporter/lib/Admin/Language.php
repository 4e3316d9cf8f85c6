<?php

namespace StockExporter\Admin;

/** The texts of the addon, in the admin's language where there is a file for it. */
final class Language
{
    /** @var array<string, string> */
    private $texts;

    /** @param array $texts the texts that WHMCS has loaded */
    public function __construct(array $texts = [])
    {
        $_ADDONLANG = [];
        include dirname(__DIR__, 2) . '/lang/english.php';
        $this->texts = $texts + $_ADDONLANG;
    }

    public function text(string $key): string
    {
        return isset($this->texts[$key]) && is_scalar($this->texts[$key]) ? (string) $this->texts[$key] : $key;
    }

    /** Returns a text for HTML. */
    public function html(string $key): string
    {
        return self::escape($this->text($key));
    }

    public static function escape($value): string
    {
        return htmlspecialchars((string) $value, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
    }
}
