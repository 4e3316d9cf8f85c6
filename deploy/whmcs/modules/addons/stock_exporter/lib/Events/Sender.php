<?php

namespace StockExporter\Events;

use StockExporter\Exporter;
use StockExporter\Pause;
use StockExporter\Settings;

/** Sends the event of a request. */
final class Sender
{
    /** @var Settings */
    private $settings;

    public function __construct(Settings $settings)
    {
        $this->settings = $settings;
    }

    /** An event that cannot be delivered is lost: the exporter finds the change at its next collection. */
    public function send(Changes $changes): void
    {
        $pause = new Pause($this->settings);
        if ($pause->isOn()) {
            return;
        }
        $isFinished = self::finishResponse();
        $products = $changes->resolve();
        if ($products === null) {
            return;
        }
        $exporter = new Exporter($this->settings);
        $problem = $exporter->send($changes->event(), $products);
        $pause->update($problem, $isFinished ? 0 : $exporter->millis());
    }

    /** Completes the response before the exporter is called. Returns whether PHP can (FPM, LiteSpeed). */
    private static function finishResponse(): bool
    {
        foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $finish) {
            if (function_exists($finish)) {
                session_write_close();
                $finish();
                return true;
            }
        }
        return false;
    }
}
