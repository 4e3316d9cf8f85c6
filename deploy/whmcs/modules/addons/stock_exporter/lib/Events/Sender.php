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
        self::finishResponse();
        $products = $changes->resolve();
        if ($products === null) {
            return;
        }
        $problem = (new Exporter($this->settings))->send($changes->event(), $products);
        $problem === '' ? $pause->end() : $pause->fail($problem);
    }

    /** Completes the response before the exporter is called, if PHP supports that (FPM, LiteSpeed). */
    private static function finishResponse(): void
    {
        foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $finish) {
            if (function_exists($finish)) {
                session_write_close();
                $finish();
                return;
            }
        }
    }
}
