import type { Product } from '../../../src/stock/catalogue.js';
import { dayOf, type ProductSales, type SalesHistory } from '../../../src/stock/sales-history.js';
import { takeSnapshot } from '../../../src/stock/snapshot.js';
import { limited } from '../../../src/stock/stock.js';
import { finish } from '../../../src/stock/work.js';
import { STATED } from '../judged.js';
import { siteConfig } from '../site.js';
import type { Random } from './random.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DAYS = 120;

/** Returns a shop of limited products of which every second sells, up to once a day. */
export function forecastShop(count: number, random: Random) {
  const products = Array.from(
    { length: count },
    (_, index): Product => ({
      id: index + 1,
      name: `Product ${index + 1}`,
      group: { id: index % 50, name: `Group ${index % 50}` },
      type: 'server',
      module: '',
      payType: 'recurring',
      visibility: 'public',
      stock: limited(index % 40),
      options: [],
      usage: undefined,
      ...STATED, // last, so that all have one hidden class, as judged products have
    }),
  );
  const today = dayOf(NOW);
  const sales: Record<string, ProductSales> = {};
  for (const { id } of products.filter(({ id }) => id % 2 === 0)) {
    const perDay = random();
    const days = Array.from({ length: DAYS }, (_, at) => today - DAYS + at).filter(() => random() < perDay);
    sales[id] = { days, units: days.map(() => 1), choices: {} };
  }
  const history: SalesHistory = { from: today - DAYS, to: today, readAt: NOW, products: sales };
  const site = siteConfig();
  return {
    ...{ site, history, at: NOW },
    snapshot: finish(takeSnapshot(site, { source: 'companion', products, unreadable: 0 })),
  };
}
