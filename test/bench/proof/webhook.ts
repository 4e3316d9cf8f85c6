import { setTimeout as sleep } from 'node:timers/promises';
import { createShop } from '../../../src/simulator/shop.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { readText, startExporter } from './exporter.js';
import { Closers, type NodeProgram } from './processes.js';
import { quantile } from './quantile.js';
import { callWebhook, WEBHOOK_SECRET } from './webhook-call.js';

/** From a sale until a scrape shows it, in ms. */
export type Webhook = {
  readonly node: string;
  readonly products: number;
  readonly p50: number;
  readonly max: number;
};

const PRODUCTS = 500;
/** Waits between sales, because the exporter joins calls that follow each other closely. */
const PAUSE_MS = 2_000;

/** Sells, reports it as the companion does, and scrapes until the metrics show it. */
export async function measureWebhook(sales: number, node: NodeProgram): Promise<Webhook> {
  const closers = new Closers();
  try {
    const shop = createShop(PRODUCTS);
    const [product] = shop.products;
    if (!product) throw new Error('the shop is empty');
    const simulator = closers.keep(await startSimulator({ shop, companion: true }));
    const exporter = closers.keep(
      await startExporter({
        urls: [simulator.url],
        node: node.file,
        keys: { source: 'auto', interval: '1h', max_age: '2h', webhook: { secret: WEBHOOK_SECRET } },
      }),
    );
    const times: number[] = [];
    for (let sale = 0; sale < sales; sale += 1) {
      await sleep(PAUSE_MS);
      product.quantity = 1_000 + sale;
      const started = performance.now();
      await callWebhook(exporter.url, 'site-0', [product.id]);
      const shown = new RegExp(
        `^whmcs_product_stock\\{.*product_id="${product.id}",.*\\} ${1_000 + sale}$`,
        'm',
      );
      while (!shown.test(await readText(exporter.url))) await sleep(10);
      times.push(performance.now() - started);
    }
    return { node: node.version, products: PRODUCTS, p50: quantile(times, 0.5), max: quantile(times, 1) };
  } finally {
    await closers.close();
  }
}
