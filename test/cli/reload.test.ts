import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { parseExposition } from '../support/exposition.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

let simulator: Simulator;
let cli: CliRun;
afterEach(async () => {
  await cli.stop();
  await simulator.close();
});

const sites = (url: string, keys: string) => `sites:
  - name: main
    url: ${url}
    identifier: demo-identifier
    secret: demo-secret
    interval: 1d
    max_age: 1d
    ${keys}
`;

/** An exporter that runs on a configuration of one site, whose keys a test rewrites. */
async function serving(keys: string, ...flags: readonly string[]) {
  simulator = await startSimulator({ shop: createShop(1), companion: true });
  const file = await writeConfig(sites(simulator.url, keys));
  cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0', ...flags]);
  const [, root = ''] = await cli.until(/"url":"(http[^"]+)"/);
  await cli.until(/site is up/);
  return {
    rewrite: (changed: string) => writeFile(file, sites(simulator.url, changed)),
    post: (path: string, method = 'POST') => fetch(new URL(path, root), { method }),
    async warning() {
      const text = await (await fetch(new URL('/metrics', root))).text();
      const series = parseExposition(text);
      const [, level] = [...series].find(([key]) => key.includes('severity="warning"')) ?? [];
      return { level, good: series.get('whmcs_exporter_config_last_reload_successful') };
    },
  };
}

/**
 * A changed site is published again shortly after the answer, and the exporter's own metrics are sampled once
 * a second.
 */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a configuration that is changed', () => {
  test('takes effect after POST /-/reload, and after SIGHUP', async () => {
    const { rewrite, post, warning } = await serving('thresholds: { warning: 3 }');
    expect(await warning()).toEqual({ level: 3, good: 1 });
    await rewrite('thresholds: { warning: 4 }');
    const reloaded = await post('/-/reload');
    expect([reloaded.status, await reloaded.text()]).toEqual([200, 'Reloaded.\n']);
    await until(async () => (await warning()).level === 4);
    expect(cli.engine).toEqual(['room for 1', 'compiles early', 'room for 1']);
    expect((await post('/-/reload', 'GET')).status).toBe(405);
    await rewrite('thresholds: { warning: 5 }');
    cli.hangUp();
    await until(async () => (await warning()).level === 5);
  });

  test('and is invalid is reported with its place, and the last valid one stays in use', async () => {
    const { rewrite, post, warning } = await serving('thresholds: { warning: 3 }');
    await rewrite('thresholds: { warning: -3 }');
    const refused = await post('/-/reload', 'PUT');
    expect(refused.status).toBe(500);
    const said = await refused.text();
    expect(said).toMatch(/^Reload failed; the last valid configuration stays in use:\n/);
    expect(said).toMatch(
      /config\.yaml:8:28: sites\[0\]\.thresholds\.warning: expected a whole number or none/,
    );
    expect(said + cli.err()).not.toContain('demo-secret');
    await until(async () => (await warning()).good === 0);
    expect((await warning()).level).toBe(3);
    await rewrite('thresholds: { warning: 3 }');
    expect((await post('/-/reload')).status).toBe(200);
    await until(async () => (await warning()).good === 1);
  });

  test('is reloaded only by SIGHUP if --web.disable-reload is set', async () => {
    const { rewrite, post, warning } = await serving('thresholds: { warning: 3 }', '--web.disable-reload');
    await rewrite('thresholds: { warning: 4 }');
    const refused = await post('/-/reload');
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('SIGHUP')]);
    expect((await warning()).level).toBe(3);
    cli.hangUp();
    await until(async () => (await warning()).level === 4);
  });
});
