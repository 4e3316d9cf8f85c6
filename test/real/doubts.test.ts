import { writeFile } from 'node:fs/promises';
import { afterEach, expect } from '@jest/globals';
import { KNOWN_ACTIONS } from '../../src/simulator/answer-call.js';
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { askUntil, SEVERAL_WAITS_MS } from '../support/daemon.js';
import { openExporter } from '../support/exporter-process.js';
import { fault } from '../support/fault.js';
import { writeConfig } from '../support/run-cli.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const VALUES = ['Tokyo', 'Osaka'].map((name, index) => ({ id: index + 1, name, monthly: '1.00' }));

/** A shop of 25 products, one of which has limits of its choices, and the built program that reads it. */
async function openShop() {
  const shop = createShop(24, 1);
  const options = [{ id: 1, name: 'Location', kind: 'dropdown', values: VALUES } as const];
  const cloud = shop.addProduct({ groupId: 1, name: 'Cloud', monthly: '9.00', stockControl: false, options });
  const simulator = await startSimulator({ shop, companion: true });
  ends.push(simulator.close);
  const config = (maxAge: string) => `sites:
  - name: main
    url: ${simulator.url}
    identifier: demo-identifier
    secret: demo-secret
    interval: 1s
    max_age: ${maxAge}
    usage: { interval: 1s }
    products: [{ id: ${cloud.id}, options: { Location: { Tokyo: 9, Osaka: 9 } } }]
`;
  const file = await writeConfig(config('15m'));
  const exporter = await openExporter(['--config.file', file]);
  ends.push(exporter.close);
  await exporter.start();
  const value = async (prefix: string) =>
    [...(await exporter.scrape())].find(([key]) => key.startsWith(`${prefix}{site="main"`))?.[1];
  return {
    ...{ simulator, exporter, shop, cloud },
    /** Reloads a changed site, which tries the companion again at once. */
    async reload(): Promise<void> {
      await writeFile(file, config('16m'));
      expect(await exporter.reload()).toBe(200);
    },
    shows: (prefix: string, isExpected: (shown: number | undefined) => boolean) =>
      askUntil(() => value(prefix), isExpected),
  };
}

const isNone = (shown: number | undefined): boolean => shown === 0;
const isAbove0 = (shown = 0): boolean => shown > 0;

fault(
  'stock',
  'the built program: a withdrawn role, services that match no choice, a failing count, a lost catalogue, a failing companion',
  'a metric of each moves, and is back at 0 once it is over',
  async () => {
    const { simulator, exporter, shop, cloud, reload, shows } = await openShop();
    const { faults, settings } = simulator;
    const fails = (action: string) =>
      Object.assign(faults, { action, fault: { kind: 'status', status: 500 } });
    const gauges = ['whmcs_products_from_memory', 'whmcs_usage_withheld', 'whmcs_usage_counts_failed'];
    await shows('whmcs_product_option_stock', (shown) => shown === 9);
    for (const gauge of gauges) await shows(gauge, isNone);
    await shows('whmcs_catalogue_losses_unconfirmed_total', isNone);
    expect(await shows('whmcs_source_in_trouble', () => true)).toBeUndefined();

    settings.roles = KNOWN_ACTIONS.filter((action) => action !== 'GetProductDetails');
    await shows('whmcs_products_from_memory', isAbove0);
    const choices = [{ optionId: 1, value: 'Nowhere' }];
    const { id } = shop.addService({ productId: cloud.id, choices });
    await shows('whmcs_usage_withheld', (shown) => shown === 2);
    fails('GetClientsProducts');
    await shows('whmcs_usage_counts_failed', (shown) => shown === 1);
    faults.fault = undefined;
    shop.removeService(id);
    for (const gauge of gauges.slice(1)) await shows(gauge, isNone);

    settings.roles = KNOWN_ACTIONS;
    await reload();
    await shows('whmcs_products_from_memory', isNone);
    for (const { id: product } of shop.products.slice(0, 23)) shop.removeProduct(product);
    await shows('whmcs_catalogue_losses_unconfirmed_total', (shown) => shown === 1);

    fails('GetProductDetails');
    await shows('whmcs_source_in_trouble', (shown) => shown === 1);
    expect([...(await exporter.scrape()).keys()]).toContain(
      'whmcs_source_in_trouble{site="main",source="companion",reason="http"}',
    );
  },
  { limitMs: SEVERAL_WAITS_MS },
);
