<?php

namespace StockExporter;

/**
 * Pauses calls after a failure, so that one customer waits for a dead exporter and not each. All requests of
 * WHMCS on a host share the pause, through a file.
 */
final class Pause
{
    const SECONDS = 60;
    /** Seconds between two lines in the activity log. */
    const LOG_SECONDS = 900;

    /** @var string */
    private $file;

    public function __construct(Settings $settings)
    {
        $name = hash('sha256', __DIR__ . $settings->url . $settings->secret);
        $this->file = sys_get_temp_dir() . '/whmcs-stock-exporter-' . substr($name, 0, 16);
    }

    public function isOn(): bool
    {
        return time() - $this->read()['failed'] < self::SECONDS;
    }

    /** Begins a pause. */
    public function fail(string $reason): void
    {
        $now = time();
        $logged = $this->read()['logged'];
        if ($now - $logged >= self::LOG_SECONDS) {
            Quiet::log("the exporter could not be called: $reason; retrying after " . self::SECONDS . ' seconds');
            $logged = $now;
        }
        @file_put_contents($this->file, json_encode(['failed' => $now, 'logged' => $logged]), LOCK_EX);
    }

    /** Ends the pause, because a call succeeded. */
    public function end(): void
    {
        if (is_file($this->file)) {
            @unlink($this->file);
        }
    }

    /** Whether the pause can be shared. */
    public function isShared(): bool
    {
        return is_file($this->file) ? is_writable($this->file) : is_writable(dirname($this->file));
    }

    private function read(): array
    {
        $none = ['failed' => 0, 'logged' => 0];
        if (!is_file($this->file) || is_link($this->file)) {
            return $none;
        }
        $state = json_decode((string) @file_get_contents($this->file), true);
        return is_array($state) ? array_map('intval', $state) + $none : $none;
    }
}
