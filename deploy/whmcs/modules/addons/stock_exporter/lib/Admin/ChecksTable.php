<?php

namespace StockExporter\Admin;

use StockExporter\Settings;

/** The table of checks on the addon's page. */
final class ChecksTable
{
    /** Grants the action in the table of roles. WHMCS lists it in the admin area where it can. */
    const SQL = "UPDATE tblapi_roles SET permissions = JSON_SET(permissions, '$.getproductdetails', 1)"
        . ' WHERE id = ROLE;';

    /** @var Language */
    private $language;

    public function __construct(Language $language)
    {
        $this->language = $language;
    }

    public function render(Settings $settings, string $secret): string
    {
        $isReadable = Status::isActionReadable();
        $rows = [
            $this->row($isReadable ? 'ok' : 'failed', 'check_action', $this->text(
                $isReadable ? 'check_action_ok' : 'check_action_failed'
            )),
            $this->roles(),
            $this->settings($settings, $secret),
        ];
        if (Status::hasSettingsFile()) {
            $rows[] = $this->row('warning', 'check_file', $this->text('check_file_ignored'));
        }
        if ($settings->canSend()) {
            $pause = Status::pause($settings);
            $rows[] = $this->row($pause === 'check_pause_ok' ? 'ok' : 'warning', 'check_pause', $this->text($pause));
        }
        return Html::table($rows);
    }

    private function roles(): array
    {
        $roles = Status::roles();
        if ($roles === null) {
            return $this->row('warning', 'check_roles', $this->text('check_roles_unknown'));
        }
        if ($roles) {
            $names = Language::escape(implode(', ', $roles));
            return $this->row('ok', 'check_roles', $this->text('check_roles_ok') . ' ' . $names);
        }
        return $this->row('failed', 'check_roles', $this->text('check_roles_none')
            . '<ol><li>' . $this->text('check_roles_way1') . '</li><li>' . $this->text('check_roles_way2')
            . '<br><code>' . Language::escape(self::SQL) . '</code></li></ol>');
    }

    private function settings(Settings $settings, string $secret): array
    {
        $problems = Status::problems($settings, $secret);
        if (!$problems) {
            $site = '<code>' . Language::escape($settings->site()) . '</code>';
            return $this->row('ok', 'check_settings', $this->text('check_settings_ok') . " $site.");
        }
        return $this->row('warning', 'check_settings', implode('<br>', array_map([$this, 'text'], $problems)));
    }

    public function text(string $key): string
    {
        return $this->language->html($key);
    }

    private function row(string $state, string $title, string $html): array
    {
        $kinds = ['ok' => 'success', 'warning' => 'warning', 'failed' => 'danger'];
        return [Html::label($kinds[$state], $this->text($state)), $this->text($title), $html];
    }
}
