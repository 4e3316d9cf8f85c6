<?php

namespace StockExporter;

/**
 * Calls the exporter. Calls are signed:
 *
 *   X-Stock-Timestamp: TIME          in Unix seconds
 *   X-Stock-Signature: v2=SIGNATURE  the hexadecimal HMAC-SHA256 of v2.TIME.SITE.BODY
 *
 * The answer to a question is signed likewise, over v2.TIME.SITE.NONCE.BODY with the nonce of the question,
 * so that no answer fits another question.
 */
final class Exporter
{
    const CONNECT_TIMEOUT_MS = 1000;
    const TIMEOUT_MS = 2000;
    /** A larger answer would take too much of the memory of a customer's request. */
    const MAX_BYTES = 1048576;
    /** How old an answer may be, in seconds. */
    const MAX_AGE = 60;

    /** @var Settings */
    private $settings;
    /** @var int */
    private $millis = 0;

    public function __construct(Settings $settings)
    {
        $this->settings = $settings;
    }

    /**
     * Sends an event about products, or about any product if there are none.
     *
     * @param int[] $products
     * @return string why it failed, or an empty string
     */
    public function send(string $event, array $products): string
    {
        $call = $this->call('', ['event' => $event, 'product_ids' => $products]);
        return $call['status'] === 202 ? '' : $call['problem'];
    }

    /**
     * Asks what is sold out.
     *
     * @return array{problem: string, soldOut: array|null} null if nothing is proven
     */
    public function askSoldOut(): array
    {
        $call = $this->call('/sold-out', ['site' => $this->settings->site()]);
        if ($call['status'] === 503) {
            return ['problem' => '', 'soldOut' => null]; // its stock is unknown or too old
        }
        if ($call['status'] !== 200) {
            return ['problem' => $call['problem'], 'soldOut' => null];
        }
        $time = $call['timestamp'];
        if (!hash_equals($this->sign($time, "{$call['nonce']}.{$call['body']}"), $call['signature'])) {
            return ['problem' => 'the signature of an answer is wrong', 'soldOut' => null];
        }
        $answer = json_decode($call['body'], true, 8);
        if (!ctype_digit($time) || abs(time() - (int) $time) > self::MAX_AGE) {
            $problem = 'an answer has the wrong time; compare the clocks of both hosts';
            return ['problem' => $problem, 'soldOut' => null];
        }
        $list = is_array($answer) && isset($answer['soldOut']) ? $answer['soldOut'] : null;
        return ['problem' => '', 'soldOut' => is_array($list) ? $list : null];
    }

    /** Returns how long the last call took. */
    public function millis(): int
    {
        return $this->millis;
    }

    private function call(string $path, array $content): array
    {
        $time = (string) time();
        $nonce = bin2hex(random_bytes(16));
        $body = json_encode($content + ['time' => (int) $time, 'nonce' => $nonce]);
        $headers = [];
        $response = '';
        $curl = curl_init(rtrim($this->settings->url, '/') . $path);
        curl_setopt_array($curl, [
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_HTTPHEADER => [
                'Content-Type: application/json',
                'X-Stock-Timestamp: ' . $time,
                'X-Stock-Signature: ' . $this->sign($time, $body),
            ],
            CURLOPT_HEADERFUNCTION => function ($curl, $line) use (&$headers) {
                $parts = explode(':', $line, 2);
                if (count($parts) === 2) {
                    $headers[strtolower(trim($parts[0]))] = trim($parts[1]);
                }
                return strlen($line);
            },
            CURLOPT_WRITEFUNCTION => function ($curl, $part) use (&$response) {
                $response .= $part;
                return strlen($response) > self::MAX_BYTES ? -1 : strlen($part);
            },
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_CONNECTTIMEOUT_MS => self::CONNECT_TIMEOUT_MS,
            CURLOPT_TIMEOUT_MS => self::TIMEOUT_MS,
            CURLOPT_NOSIGNAL => true,
        ]);
        $isComplete = curl_exec($curl);
        $this->millis = (int) (curl_getinfo($curl, CURLINFO_TOTAL_TIME) * 1000);
        $status = (int) curl_getinfo($curl, CURLINFO_HTTP_CODE);
        $error = strlen($response) > self::MAX_BYTES ? 'an answer is over 1 MiB' : curl_error($curl);
        return [
            'status' => $isComplete ? $status : 0,
            'problem' => $isComplete ? 'HTTP ' . $status : $error,
            'body' => $response,
            'nonce' => $nonce,
            'timestamp' => isset($headers['x-stock-timestamp']) ? $headers['x-stock-timestamp'] : '',
            'signature' => isset($headers['x-stock-signature']) ? $headers['x-stock-signature'] : '',
        ];
    }

    private function sign(string $time, string $content): string
    {
        $signed = "v2.$time.{$this->settings->site()}.$content";
        return 'v2=' . hash_hmac('sha256', $signed, $this->settings->secret);
    }
}
