import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { parseExposition } from '../support/exposition.js';
import { fault } from '../support/fault.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

let simulator: Simulator;
let cli: CliRun;
afterEach(async () => {
  await cli.stop();
  await simulator.close();
});

/** A changed site is published a moment after the answer. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

fault(
  'configuration',
  'a bad row in a table at a reload, or a table that lost its text',
  'its place, and the last good table in force',
  async () => {
    simulator = await startSimulator({ shop: createShop(1), companion: true });
    const file = await writeConfig(`sites:
  - name: main
    url: ${simulator.url}
    identifier: demo-identifier
    secret: demo-secret
    interval: 1d
    max_age: 1d
    limits: stock.csv
    products: [{ id: 1, thresholds: { critical: 1 } }]
`);
    const table = join(dirname(file), 'stock.csv');
    await writeFile(table, 'product,warning,critical\n1,3,1\n');
    cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
    const [, root = ''] = await cli.until(/"url":"(http[^"]+)"/);
    await cli.until(/site is up/);
    const warning = async () => {
      const series = parseExposition(await (await fetch(new URL('/metrics', root))).text());
      return [...series].find(([key]) => key.includes('severity="warning"'))?.[1];
    };
    const reload = async (text: string) => {
      await writeFile(table, text);
      const answer = await fetch(new URL('/-/reload', root), { method: 'POST' });
      return { status: answer.status, text: await answer.text() };
    };
    expect(await warning()).toBe(3);
    expect(cli.err()).toMatch(
      /"level":"warn".*"site":"main".*stock\.csv:2: critical: .*config\.yaml:9:49 sets the same/,
    );

    expect((await reload('product,warning\n1,4\n')).status).toBe(200);
    await until(async () => (await warning()) === 4);

    const refused = await reload('product,warning\n1,lots\n');
    expect(refused.status).toBe(500);
    expect(refused.text).toMatch(/stock\.csv:2: warning: expected a whole number/);
    expect(await warning()).toBe(4);

    const emptied = await reload('');
    expect(emptied.status).toBe(500);
    expect(emptied.text).toMatch(/stock\.csv:1: is empty; the first line must name the columns/);
    expect(await warning()).toBe(4);
  },
);
