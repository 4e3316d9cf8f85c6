<?php

namespace StockExporter;

/**
 * Pauses calls after a failure, so that one customer waits for a dead exporter and not each. All requests of
 * WHMCS on a host share the pause.
 */
final class Pause
{
    const SECONDS = 60;
    /** Seconds between two lines in the activity log. */
    const LOG_SECONDS = 900;
    /** A call that keeps a customer waiting for longer begins a pause, although it succeeds. */
    const SLOW_MS = 1000;

    /** @var SharedState */
    private $state;

    public function __construct(Settings $settings)
    {
        $this->state = new SharedState($settings, 'pause');
    }

    public function isOn(): bool
    {
        $seconds = time() - $this->time('failed');
        return $seconds >= 0 && $seconds < self::SECONDS;
    }

    /**
     * Begins or ends the pause after a call.
     *
     * @param string $problem why the call failed, or an empty string
     * @param int    $waited  how long a customer waited for it, in ms
     */
    public function update(string $problem, int $waited): void
    {
        if ($problem === '' && $waited > self::SLOW_MS) {
            $problem = "it answered after $waited ms";
        }
        $now = time();
        $logged = $this->time('logged');
        if ($problem === '') {
            $this->end(abs($now - $logged) < self::LOG_SECONDS ? $logged : 0);
            return;
        }
        if (abs($now - $logged) >= self::LOG_SECONDS) {
            Quiet::log("the exporter could not be called: $problem; retrying after " . self::SECONDS . ' seconds');
            $logged = $now;
        }
        $this->state->write(['failed' => $now, 'logged' => $logged]);
    }

    /** Ends the pause, and remembers a recent line, so that calls that fail now and then add few. */
    private function end(int $logged): void
    {
        if ($logged === 0) {
            $this->state->remove();
        } elseif ($this->time('failed') !== 0) {
            $this->state->write(['logged' => $logged]);
        }
    }

    /** Whether requests can share the pause. */
    public function isShared(): bool
    {
        return $this->state->isWritable();
    }

    private function time(string $key): int
    {
        $state = $this->state->read();
        return isset($state[$key]) ? (int) $state[$key] : 0;
    }
}
