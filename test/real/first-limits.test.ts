import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { parseExposition } from '../support/exposition.js';
import { startProgram } from '../support/program.js';
import { runProgram } from '../support/run-program.js';

let simulator: Simulator;
let folder: string;
beforeAll(async () => {
  simulator = await startSimulator({ shop: createDemoShop(), companion: true });
  folder = await mkdtemp(join(tmpdir(), 'first-'));
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

/** The commands that the page on tables gives, one a line; the program is the built one. */
async function readCommands(): Promise<readonly string[]> {
  const page = await readFile('docs/tables.md', 'utf8');
  const [, block = ''] = /## Steps\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
  return block
    .split('\n')
    .map((line) => line.replace(/ *#.*/, ''))
    .filter((line) => line !== '');
}

test('the commands of the page on tables lead from nothing to limits that alert', async () => {
  const config = (limits: string) => `sites:
  - name: main
    url: ${simulator.url}
    identifier: demo-identifier
    secret: demo-secret${limits}
`;
  await writeFile(join(folder, 'config.yaml'), config(''));
  const main = join(process.cwd(), 'dist/main.js');
  const serve = startProgram(process.execPath, [main, '--web.listen-address', '127.0.0.1:0'], {
    cwd: folder,
  });
  const [, url = ''] = await serve.until(/"url":"(http:[^"]+)"/);
  const run = (command: string) =>
    runProgram(process.execPath, [main, ...command.split(' ').slice(1)], { cwd: folder });

  const [discover = '', open = '', check = '', reload = '', ...more] = await readCommands();
  expect(more).toEqual([]);
  expect(await run(discover)).toMatchObject({ code: 0 });
  await writeFile(join(folder, 'config.yaml'), config('\n    limits: stock.csv'));
  expect(open).toBe('libreoffice stock.csv');
  const table = await readFile(join(folder, 'stock.csv'), 'utf8');
  await writeFile(join(folder, 'stock.csv'), table.replace('Location,Tokyo,,,,,', 'Location,Tokyo,,30,8,1,'));
  expect(await run(check)).toMatchObject({ code: 0, err: '' });
  expect(reload).toBe('curl -X POST http://localhost:10052/-/reload');
  expect((await fetch(new URL('-/reload', url), { method: 'POST' })).status).toBe(200);

  const stock = async (family: string) => {
    const series = parseExposition(await (await fetch(new URL('metrics', url))).text());
    return [...series].flatMap(([key, value]) =>
      key.startsWith(`${family}{`) && key.includes('choice="Tokyo"') ? [value] : [],
    );
  };
  while ((await stock('whmcs_product_option_stock_threshold')).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const [left = Number.NaN] = await stock('whmcs_product_option_stock');
  const thresholds = await stock('whmcs_product_option_stock_threshold');
  expect([left, thresholds.toSorted((a, b) => a - b)]).toEqual([7, [1, 8]]); // 7 is below 8, so that the rule fires
  expect((await serve.terminate()).code).toBe(0);
});
