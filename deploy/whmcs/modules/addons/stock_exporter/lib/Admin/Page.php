<?php

namespace StockExporter\Admin;

use StockExporter\Action\ProductDetails;
use StockExporter\Exporter;
use StockExporter\Settings;
use WHMCS\Database\Capsule;

/** The page of the addon in the admin area, in the look of WHMCS (Bootstrap 3). */
final class Page
{
    /** @var array */
    private $vars;
    /** @var Language */
    private $language;
    /** @var Settings */
    private $settings;

    /** @param array $vars what WHMCS hands to the page: settings, modulelink, _lang */
    public function __construct(array $vars)
    {
        $this->vars = $vars;
        $lang = isset($vars['_lang']) && is_array($vars['_lang']) ? $vars['_lang'] : [];
        $this->language = new Language($lang);
        $this->settings = Settings::ofAddon();
    }

    public function render(): string
    {
        $done = $this->requested();
        $run = [];
        $html = $done === 'expired' ? Html::alert('danger', $this->language->html('token')) : '';
        $html .= $this->panel('checks', function () {
            $secret = $this->variable('secret');
            return (new ChecksTable($this->language))->render($this->settings, $secret);
        });
        $html .= $this->panel('run', function () use ($done, &$run) {
            $run = $done === 'run' ? $this->run() : [];
            return $this->form('run') . ($run ? '<br>' . Html::table($this->described($run)) : '');
        });
        $html .= $this->panel('test', function () use ($done) {
            return $this->form('test') . ($done === 'test' ? '<br>' . $this->test() : '');
        });
        $html .= $this->panel('failures', function () {
            return $this->failures();
        });
        return $html . $this->panel('report', function () use (&$run) {
            return $this->report($run);
        });
    }

    /** Returns a panel. If its content fails, the others are shown, because they may tell why. */
    private function panel(string $title, callable $content): string
    {
        try {
            $html = $content();
        } catch (\Throwable $e) {
            $text = $this->language->html('part_failed') . ' ' . Language::escape($e->getMessage());
            $html = Html::alert('danger', $text);
        }
        return Html::panel($this->language->html($title), $html);
    }

    /** Returns the form that was sent, if its token is valid: run, test, expired, or an empty string. */
    private function requested(): string
    {
        $name = isset($_POST['stock_exporter']) ? $_POST['stock_exporter'] : '';
        if (!in_array($name, ['run', 'test'], true)) {
            return '';
        }
        if (!function_exists('check_token')) {
            return 'expired';
        }
        check_token('WHMCS.admin.default'); // ends the request if the token is invalid
        return $name;
    }

    private function variable(string $name): string
    {
        return isset($this->vars[$name]) && is_scalar($this->vars[$name]) ? (string) $this->vars[$name] : '';
    }

    private function form(string $name): string
    {
        $token = function_exists('generate_token') ? generate_token('plain') : '';
        return '<form method="post" action="' . Language::escape($this->variable('modulelink')) . '">'
            . '<input type="hidden" name="token" value="' . Language::escape($token) . '">'
            . '<button type="submit" class="btn btn-default" name="stock_exporter" value="' . $name . '">'
            . $this->language->html($name) . '</button> '
            . '<span class="text-muted">' . $this->language->html("{$name}_help") . '</span></form>';
    }

    /** Runs the action. Returns what it took, by the key of its text. */
    private function run(): array
    {
        $start = microtime(true);
        $answer = ProductDetails::respond([]);
        $millis = (int) round((microtime(true) - $start) * 1000);
        $problem = isset($answer['usageproblem']) ? $answer['usageproblem'] : '';
        $missing = isset($answer['companion']['missing']) ? $answer['companion']['missing'] : [];
        return [
            'products' => isset($answer['totalresults']) ? $answer['totalresults'] : 0,
            'rows' => Capsule::table('tblhostingconfigoptions')->count(),
            'millis' => $millis,
            'memory' => (int) ceil(memory_get_peak_usage(true) / 1048576),
            'missing' => implode(' ', $missing),
            'problem' => $answer['result'] === 'success' ? $problem : $answer['message'],
        ];
    }

    private function described(array $run): array
    {
        $rows = [];
        foreach ($run as $key => $value) {
            $text = $value === '' ? $this->language->html('none') : Language::escape($value);
            $rows[] = [$this->language->html("run_$key"), $text];
        }
        return $rows;
    }

    private function test(): string
    {
        if (!$this->settings->canSend()) {
            return Html::alert('warning', $this->language->html('check_settings_none'));
        }
        $product = (int) Capsule::table('tblproducts')->min('id');
        $problem = (new Exporter($this->settings))->send('Test', [max($product, 1)]);
        if ($problem === '') {
            return Html::alert('success', $this->language->html('test_ok'));
        }
        $advice = in_array($problem, ['HTTP 401', 'HTTP 404'], true) ? 'test_' . substr($problem, 5) : 'test_other';
        return Html::alert('danger', $this->language->html('test_failed') . ' ' . Language::escape($problem) . '. '
            . $this->language->html($advice));
    }

    private function failures(): string
    {
        $rows = [];
        foreach (Status::failures(10) as list($date, $text)) {
            $rows[] = [Language::escape($date), Language::escape($text)];
        }
        return $rows ? Html::table($rows) : '<p>' . $this->language->html('failures_none') . '</p>';
    }

    private function report(array $run): string
    {
        $copy = "var text = document.getElementById('stock-exporter-report'); text.select();"
            . " document.execCommand('copy');";
        return '<p class="text-muted">' . $this->language->html('report_help') . '</p>'
            . '<textarea id="stock-exporter-report" class="form-control" rows="10" readonly>'
            . Language::escape(Report::text($this->settings, $run)) . '</textarea><br>'
            . '<button type="button" class="btn btn-default" onclick="' . Language::escape($copy) . '">'
            . $this->language->html('copy') . '</button>';
    }
}
