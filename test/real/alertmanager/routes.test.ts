import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { ALERTMANAGER_FOLDER } from '../../support/alertmanager.js';
import { PAIRS, type Pair } from '../../support/pair.js';

const FILE = join(ALERTMANAGER_FOLDER, 'alertmanager.yml');

function amtool(pair: Pair, ...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(pair.file('amtool'), argv, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe.each(PAIRS)('in the $name Alertmanager', (pair) => {
  pair.testWith('amtool')('the shipped configuration is valid', () => {
    const { status, stdout, stderr } = amtool(pair, 'check-config', FILE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('SUCCESS');
  });

  pair.testWith('amtool').each([
    [['severity=critical', 'alertname=WHMCSProductOutOfStock', 'category=stock', 'site=main'], 'page'],
    [['severity=critical', 'alertname=WHMCSSiteDown', 'category=site', 'site=main'], 'page'],
    [['severity=critical', 'alertname=WHMCSExporterAbsent', 'category=exporter'], 'page'],
    [['severity=warning', 'alertname=WHMCSProductStockLow', 'category=stock', 'site=main'], 'warnings'],
    [['severity=warning', 'alertname=WHMCSExporterConfigReloadFailed', 'category=exporter'], 'warnings'],
    [['severity=info', 'alertname=WHMCSProductRestocked', 'category=stock', 'site=main'], 'chat'],
    [['severity=critical', 'alertname=WHMCSProductOutOfStock', 'team=sales'], 'team-sales,page'],
    [['severity=warning', 'alertname=WHMCSProductStockLow', 'team=sales'], 'team-sales,warnings'],
    [['severity=info', 'alertname=WHMCSProductRestocked', 'team=sales'], 'team-sales,chat'],
    [['severity=odd', 'alertname=Another', 'team=sales'], 'team-sales,mail'],
    [['severity=critical', 'alertname=WHMCSProductOutOfStock', 'team=unheard-of'], 'page'],
    [['severity=odd', 'alertname=Another'], 'mail'],
    [['alertname=Another'], 'mail'],
  ])('an alert of %j goes to %s', (labels, receivers) => {
    const argv = ['config', 'routes', 'test', `--config.file=${FILE}`, `--verify.receivers=${receivers}`];
    expect(amtool(pair, ...argv, ...labels)).toMatchObject({ status: 0, stdout: `${receivers}\n` });
  });
});
