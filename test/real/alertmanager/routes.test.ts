import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { ALERTMANAGER_FOLDER } from '../../support/alertmanager.js';
import { PAIRS, type Pair } from '../../support/pair.js';

/** Labels of alerts, and the receivers that they go to. */
const ROUTES: readonly (readonly [readonly string[], string])[] = [
  [['severity=critical', 'alertname=WHMCSProductOutOfStock', 'category=stock', 'site=main'], 'page'],
  [['severity=critical', 'alertname=WHMCSSiteDown', 'category=site', 'site=main'], 'page'],
  [['severity=critical', 'alertname=WHMCSExporterAbsent', 'category=exporter'], 'page'],
  [['severity=warning', 'alertname=WHMCSProductStockLow', 'category=stock', 'site=main'], 'warnings'],
  [['severity=warning', 'alertname=WHMCSExporterConfigReloadFailed', 'category=exporter'], 'warnings'],
  [['severity=warning', 'alertname=WHMCSWebhookRejected', 'category=exporter'], 'warnings'],
  [['severity=info', 'alertname=WHMCSProductRestocked', 'category=stock', 'site=main'], 'chat'],
  [['severity=none', 'alertname=WHMCSWatchdog', 'category=exporter'], 'watchdog'],
  [['severity=critical', 'alertname=WHMCSProductOutOfStock', 'team=sales'], 'team-sales,page'],
  [['severity=warning', 'alertname=WHMCSProductStockLow', 'team=sales'], 'team-sales,warnings'],
  [['severity=info', 'alertname=WHMCSProductRestocked', 'team=sales'], 'team-sales,chat'],
  [['severity=odd', 'alertname=Another', 'team=sales'], 'team-sales,mail'],
  [['severity=critical', 'alertname=WHMCSProductOutOfStock', 'team=unheard-of'], 'page'],
  [['severity=odd', 'alertname=Another'], 'mail'],
  [['alertname=Another'], 'mail'],
];

const FILE = join(ALERTMANAGER_FOLDER, 'alertmanager.yml');

function amtool(pair: Pair, ...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(pair.file('amtool'), argv, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const BOTH = PAIRS.map((pair) => [pair, pair.testWith('amtool')] as const);

for (const [pair, testAmtool] of BOTH)
  describe(`in the ${pair.name} Alertmanager`, () => {
    testAmtool.each(['alertmanager.yml', 'alertmanager-mail.yml'])('%s is valid', (name) => {
      const { status, stdout, stderr } = amtool(pair, 'check-config', join(ALERTMANAGER_FOLDER, name));
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('SUCCESS');
    });

    testAmtool('alerts go to the receivers of their severity, and of their team', () => {
      const argv = ['config', 'routes', 'test', `--config.file=${FILE}`];
      const taken = ROUTES.map(([labels]) => [labels, amtool(pair, ...argv, ...labels).stdout.trim()]);
      expect(taken).toEqual(ROUTES);
    });

    testAmtool.each(['alertmanager.yml', 'alertmanager-mail.yml'])(
      'each receiver in the comments of %s is valid in this file, from its version on',
      async (name) => {
        const version = Number(/version 0\.(\d+)/.exec(amtool(pair, '--version').stdout)?.[1]);
        const shipped = await readFile(join(ALERTMANAGER_FOLDER, name), 'utf8');
        const receivers = commented(shipped);
        expect(receivers.map(({ kind }) => kind)).toEqual([
          ...['telegram_configs', 'discord_configs', 'msteamsv2_configs', 'pagerduty_configs'],
          'opsgenie_configs',
        ]);
        const folder = await mkdtemp(join(tmpdir(), 'receivers-'));
        await cp(join(ALERTMANAGER_FOLDER, 'templates'), join(folder, 'templates'), { recursive: true });
        for (const { kind, since, text } of receivers) {
          const file = join(folder, `${kind}.yml`);
          await writeFile(file, `${shipped.trimEnd()}\n${text}`); // the last receiver has none of its own
          const { status } = amtool(pair, 'check-config', file);
          expect([kind, status === 0]).toEqual([kind, version >= since]);
        }
        await rm(folder, { recursive: true });
      },
    );
  });

/** Returns the receivers that stand in comments, with the version that each needs. */
function commented(text: string) {
  const lines = text.split('\n').flatMap((line) => /^ {2}#( {3}.*)$/.exec(line)?.[1] ?? []);
  return lines
    .join('\n')
    .split(/^(?= {3}\w+_configs:)/m)
    .map((one) => ({
      kind: /\w+_configs/.exec(one)?.[0] ?? '',
      since: Number(/# 0\.(\d+)/.exec(one)?.[1]),
      text: one.replace(/^/gm, ' '),
    }));
}
