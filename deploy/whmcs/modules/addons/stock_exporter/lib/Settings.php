<?php

namespace StockExporter;

use WHMCS\Database\Capsule;

/** What an admin has set: where events are sent, and what they are signed with. */
final class Settings
{
    const MODULE = 'stock_exporter';
    const REFUSAL = 'Sorry, this configuration is sold out. Please choose another one.';

    /** @var string the URL for events, such as https://exporter.example.com/webhooks/whmcs/main */
    public $url;
    /** @var string */
    public $secret;
    /** @var string[] kinds of events that are not sent */
    public $muted;
    /** @var bool whether orders of what is sold out are refused */
    public $refuses;
    /** @var string what a customer reads then */
    public $refusal;

    public function __construct(array $values)
    {
        $text = function (string $key, string $default = '') use ($values) {
            $value = isset($values[$key]) && is_scalar($values[$key]) ? trim((string) $values[$key]) : '';
            return $value === '' ? $default : $value;
        };
        $this->url = $text('url');
        $this->secret = $text('secret');
        $this->muted = array_values(array_filter(Events\Hooks::KINDS, function ($kind) use ($values) {
            return isset($values["send_$kind"]) && !self::isOn($values["send_$kind"]);
        }));
        $this->refuses = isset($values['refuse']) && self::isOn($values['refuse']);
        $this->refusal = $text('refusal', self::REFUSAL);
    }

    /** Returns the settings that WHMCS keeps of the addon. */
    public static function ofAddon(): self
    {
        $values = [];
        $rows = Capsule::table('tbladdonmodules')->where('module', self::MODULE)->get(['setting', 'value']);
        foreach ($rows as $row) {
            $values[$row->setting] = $row->value;
        }
        return new self($values);
    }

    /** Returns the settings of the file that is used without the addon. */
    public static function ofFile(string $path): self
    {
        $values = is_readable($path) ? include $path : [];
        return new self(is_array($values) ? $values : []);
    }

    public function canSend(): bool
    {
        return $this->url !== '' && $this->secret !== '';
    }

    /** Returns the name of the site in the exporter's configuration, which is the end of the URL. */
    public function site(): string
    {
        return rawurldecode(basename((string) parse_url($this->url, PHP_URL_PATH)));
    }

    private static function isOn($value): bool
    {
        return is_scalar($value) && in_array(strtolower((string) $value), ['on', 'yes', '1', 'true'], true);
    }
}
