import { afterAll, expect, test } from '@jest/globals';
import { Shop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { askUntil } from '../support/daemon.js';
import { parseExposition } from '../support/exposition.js';
import { runCli, writeConfig } from '../support/run-cli.js';
import { readBlocks, readPage } from './markdown.js';

const PAGE = 'docs/options.md';
const LOCATION = 1;
const RAM = 2;

/** Creates the shop that the page describes. */
function createShop(): Shop {
  const shop = new Shop();
  shop.addGroup(1, 'Cloud');
  const value = (id: number, name: string) => ({ id, name, monthly: '1.00' });
  const options = [
    {
      id: LOCATION,
      name: 'Location',
      kind: 'dropdown',
      values: [value(10, 'Tokyo'), value(11, 'Frankfurt')],
    },
    { id: RAM, name: 'RAM', kind: 'radio', values: [value(20, '8 GB'), value(21, '64 GB')] },
  ] as const;
  while (shop.products.length < 42) {
    const id = shop.products.length + 1;
    const own = id === 42 ? { name: 'Cloud Server', options, quantity: 12 } : {};
    shop.addProduct({ groupId: 1, name: `Product ${id}`, monthly: '1.00', stockControl: id === 42, ...own });
  }
  const sell = (units: number, location: string, ram: string) => {
    const choices = [
      { optionId: LOCATION, value: location },
      { optionId: RAM, value: ram },
    ];
    for (let unit = 0; unit < units; unit += 1) shop.addService({ productId: 42, choices });
  };
  sell(5, 'Tokyo', '64 GB');
  sell(28, 'Tokyo', '8 GB');
  sell(1, 'Frankfurt', '64 GB');
  sell(9, 'Frankfurt', '8 GB');
  for (let unit = 0; unit < 200; unit += 1) shop.addService({ productId: 14 });
  return shop;
}

const simulator = await startSimulator({ shop: createShop(), companion: true });
afterAll(() => simulator.close());

test('the worked example of options has the numbers that the page gives', async () => {
  const [example] = readBlocks(PAGE).filter(({ language }) => language === 'yaml');
  const access = [`url: ${simulator.url}`, 'identifier: demo-identifier', 'secret: demo-secret'];
  const config = example?.text.replace('# ...', access.join('\n    ')) ?? '';
  const cli = runCli(['--config.file', await writeConfig(config), '--web.listen-address', '127.0.0.1:0']);
  const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);
  const exposition = async () => (await fetch(new URL('metrics', url))).text();
  const counted = await askUntil(exposition, (text) => text.includes('\nwhmcs_pool_in_use{'));
  const series = parseExposition(counted);
  await cli.stop();

  const exposed = (family: string, label: string) =>
    [...series].find(([key]) => key.startsWith(`whmcs_${family}{`) && key.includes(label))?.[1];
  const rows = [...readPage(PAGE).matchAll(/^\| (.*?) \| .* \| (\d+) \|$/gm)];
  expect(Object.fromEntries(rows.map(([, what = '', stock]) => [what, Number(stock)]))).toEqual({
    Tokyo: exposed('product_option_stock', 'choice="Tokyo"'),
    Frankfurt: exposed('product_option_stock', 'choice="Frankfurt"'),
    '64 GB, by the pool': exposed('product_option_stock', 'choice="64 GB"'),
    '8 GB, by the pool': exposed('product_option_stock', 'choice="8 GB"'),
    '64 GB in Tokyo': exposed('product_combination_stock', 'combination="Location=Tokyo, RAM=64 GB"'),
  });
  expect(readPage(PAGE)).toContain(`= ${4096 - (exposed('pool_in_use', 'pool="memory"') ?? 0)} GB left`);
});
