<?php

namespace StockExporter;

/**
 * A small value that all requests of WHMCS on a host share, in a file. Its name contains a hash of the
 * secret, so that no other user of the host can create it first. PHP warns where open_basedir excludes a
 * folder.
 */
final class SharedState
{
    /** @var string */
    private $file;

    public function __construct(Settings $settings, string $name)
    {
        $hash = hash('sha256', __DIR__ . $settings->url . $settings->secret);
        $this->file = self::folder() . "/whmcs-stock-exporter-$name-" . substr($hash, 0, 32);
    }

    /** Returns the first folder for short-lived files that PHP may write to. */
    private static function folder(): string
    {
        $folders = [sys_get_temp_dir(), (string) ini_get('upload_tmp_dir'), (string) session_save_path()];
        foreach ($folders as $folder) {
            if ($folder !== '' && @is_dir($folder) && @is_writable($folder)) {
                return $folder;
            }
        }
        return $folders[0];
    }

    /** Returns the value, or an empty array if there is none that can be read. */
    public function read(): array
    {
        if (!@is_file($this->file) || @is_link($this->file)) {
            return [];
        }
        $value = json_decode((string) @file_get_contents($this->file), true);
        return is_array($value) ? $value : [];
    }

    /** Does nothing if the folder cannot be written to. */
    public function write(array $value): void
    {
        if (!@is_link($this->file)) {
            @file_put_contents($this->file, json_encode($value), LOCK_EX);
        }
    }

    public function remove(): void
    {
        if (@is_file($this->file)) {
            @unlink($this->file);
        }
    }

    public function isWritable(): bool
    {
        return @is_file($this->file) ? @is_writable($this->file) : @is_writable(dirname($this->file));
    }
}
