import { readFile } from 'node:fs/promises';
import { readState } from '../../../src/collector/persistence/read-state.js';
import { type KeptShop, keptShop } from '../../support/kept-shop.js';

export const CLASSIC = { source: 'classic' } as const;

/** Sets the stock of the first product. */
export function sell({ exporter: { shop } }: KeptShop, quantity: number): void {
  shop.truths = shop.truths.map((truth) => (truth.id === 1 ? { ...truth, quantity } : truth));
}

/** An exporter that has sold from 7 to 4, and in the journal to 2. */
export async function selling(...options: Parameters<typeof keptShop>): Promise<KeptShop> {
  const kept = await keptShop({ ...CLASSIC, ...options[0] }, options[1]);
  await kept.written(1);
  await kept.clock.advance(0);
  await kept.clock.advance(1_000);
  await kept.written(2); // the first reading is written soon
  sell(kept, 4);
  await kept.exporter.read();
  await kept.clock.advance(10_000);
  await whole(kept.path);
  sell(kept, 2);
  kept.exporter.collector.changed('main', []); // it is read before the whole state is written again
  await kept.clock.advance(1_000);
  return kept;
}

/** Waits until everything is in the file itself, and nothing in its journal. */
async function whole(path: string): Promise<void> {
  while ((await readFile(`${path}.journal`, 'utf8')).includes('"change"'))
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What is known of the first product: its stock, and the units removed. */
export async function known(path: string) {
  const { sites } = await readState(path);
  const memory = sites.get('main')?.memory;
  const product = memory?.last?.catalogue.products.find(({ id }) => id === 1);
  return [
    product?.stock.kind === 'limited' ? product.stock.quantity : undefined,
    memory?.movement.get(1)?.removed,
  ];
}
