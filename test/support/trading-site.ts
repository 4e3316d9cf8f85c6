import { writeFile } from 'node:fs/promises';
import { type NewProduct, Shop } from '../../src/simulator/shop.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { askUntil } from './daemon.js';
import { type ExporterProcess, openExporter } from './exporter-process.js';
import { writeConfig } from './run-cli.js';
import { Books, createTrader, type Trader } from './trader.js';

const BUSY: readonly string[] = ['KVM 1 GB', 'KVM 2 GB', 'KVM 4 GB'];

const PRODUCTS: readonly Pick<NewProduct, 'name' | 'quantity' | 'stockControl' | 'hidden'>[] = [
  ...BUSY.map((name) => ({ name, quantity: 200 })),
  { name: 'Fickle', quantity: 5 },
  { name: 'Sold out', quantity: 2 },
  { name: 'Oversold', quantity: 1 },
  { name: 'Low', quantity: 9 },
  { name: 'Not controlled', quantity: 7, stockControl: false },
  { name: 'Hidden', quantity: 0, hidden: true },
];

/** A simulated shop that sells and restocks without pause, and the built program that reads it. */
export type TradingSite = {
  readonly name: string;
  readonly simulator: Simulator;
  readonly exporter: ExporterProcess;
  readonly books: Books;
  readonly trader: Trader;
  /** Returns the id of a product. */
  id(product: string): number;
  /** Writes the configuration with more keys of the site, such as `source: classic`. */
  configure(keys: string): Promise<void>;
  /** Waits until the exporter shows a collection that began after this call. */
  collected(): Promise<void>;
  /** Waits until stock is read from a source. */
  readFrom(source: string): Promise<void>;
  close(): Promise<void>;
};

/** Opens a shop and starts an exporter, which collects every second. Nothing is sold yet. */
export async function openTradingSite(
  name: string,
  settings: Omit<SimulatorOptions, 'shop'>,
  argv: readonly string[] = [],
): Promise<TradingSite> {
  const shop = new Shop();
  shop.addGroup(1, 'KVM Tokyo');
  for (const product of PRODUCTS) shop.addProduct({ groupId: 1, monthly: '9.00', ...product });
  const ids = new Map(shop.products.map((product) => [product.name, product.id]));
  const id = (product: string) => ids.get(product) ?? Number.NaN;
  const books = new Books(shop);
  const simulator = await startSimulator({ ...settings, shop });

  const config = (keys: string) => `sites:
  - name: ${name}
    url: ${simulator.url}
    identifier: demo-identifier
    secret: demo-secret
    interval: 1s
    ${keys}
`;
  const file = await writeConfig(config(''));
  const exporter = await openExporter(['--config.file', file, ...argv]);
  await exporter.start();

  const find = async (prefix: string, labels = '') => {
    const series = [...(await exporter.scrape())];
    return series.find(([key]) => key.startsWith(`${prefix}{site="${name}"`) && key.includes(labels))?.[1];
  };
  const trader = createTrader(books, BUSY.map(id), (product) =>
    find('whmcs_product_stock', `,product_id="${product}",`),
  );

  return {
    ...{ name, simulator, exporter, books, trader, id },
    configure: (keys) => writeFile(file, config(keys)),
    async collected() {
      const now = Date.now() / 1000;
      await askUntil(
        () => find('whmcs_collection_last_success_timestamp_seconds'),
        (at = 0) => at > now,
      );
    },
    readFrom: async (source) =>
      void (await askUntil(
        () => find('whmcs_site_info', `source="${source}"`),
        (found) => found === 1,
      )),
    async close() {
      await trader.end();
      await exporter.close();
      await simulator.close();
    },
  };
}
