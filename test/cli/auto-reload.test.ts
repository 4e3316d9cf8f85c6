import { mkdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { fault } from '../support/fault.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

let simulator: Simulator;
let cli: CliRun;
afterEach(async () => {
  await cli.stop();
  await simulator.close();
});

/** An exporter that reloads by itself, with a file of each kind. */
async function start() {
  simulator = await startSimulator({ shop: createShop(1) });
  const file = await writeConfig('');
  const at = (name: string) => join(dirname(file), name);
  const site = (name: string) =>
    `sites: [{ name: ${name}, url: "${simulator.url}", identifier: "\${IDENTIFIER}", secret_file: secret, limits: limits.csv }]`;
  await writeFile(at('.env'), 'IDENTIFIER=demo-identifier');
  await writeFile(at('secret'), 'demo-secret');
  await writeFile(at('limits.csv'), 'product,warning\n1,5\n');
  await writeFile(file, site('first'));
  const flags = ['--config.enable-auto-reload', '--config.auto-reload-interval', '1s'];
  cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0', ...flags]);
  await cli.until(/site is up/);
  const reloads = () => cli.err().split('configuration reloaded').length - 1;
  const reloaded = (count: number) => cli.until(new RegExp(`(?:configuration reloaded[^]*){${count}}`));
  return { file, at, site, reloads, reloaded };
}

test('a change of the configuration, .env, a secret or a table reloads; touched files do not', async () => {
  const { file, at, site, reloads, reloaded } = await start();
  await writeFile(at('.env'), 'IDENTIFIER=demo-identifier\n#');
  await reloaded(1);
  await writeFile(at('secret'), 'demo-secret\n');
  await reloaded(2);
  await writeFile(at('limits.csv'), 'product,warning\n1,6\n');
  await reloaded(3);
  for (const name of ['config.yaml', '.env', 'secret', 'limits.csv'])
    await utimes(at(name), new Date(), new Date());
  await writeFile(file, site('second'));
  await reloaded(4);
  expect(reloads()).toBe(4);
  await cli.until(/"site":"second"[^\n]*stock is read/);
});

test('a folder that is swapped by its link, as Kubernetes does, reloads', async () => {
  const { file, at, site, reloaded } = await start();
  for (const version of ['1', '2']) {
    await mkdir(at(version));
    await writeFile(join(at(version), 'config.yaml'), site(`v${version}`));
  }
  await symlink('1', at('data'));
  await symlink('data/config.yaml', at('link'));
  await rename(at('link'), file);
  await reloaded(1);
  await symlink('2', at('data.new'));
  await rename(at('data.new'), at('data'));
  await cli.until(/"site":"v2"[^\n]*stock is read/);
});

fault(
  'configuration',
  'the configuration becomes invalid while it reloads by itself, and then valid',
  'one line of the log, and a reload as soon as it is valid',
  async () => {
    const { file, site, reloads, reloaded } = await start();
    await writeFile(file, 'sites: 1');
    await cli.until(/reload failed/);
    await writeFile(file, site('first'));
    await reloaded(1);
    expect([reloads(), cli.err().split('reload failed').length]).toEqual([1, 2]);
  },
);
