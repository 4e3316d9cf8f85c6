import { productKey } from '../collector/forecast-items.js';
import type { SiteReading } from '../collector/site-reading.js';
import type { Product } from '../stock/catalogue.js';
import type { SoldUnits } from '../stock/diary-entry.js';
import { NOTHING_SOLD, type SalesHistory } from '../stock/sales-history.js';
import { StockDiary } from '../stock/stock-diary.js';
import type { Period } from './period.js';

/** What a product sold. Unknown numbers are undefined. */
export type SoldProduct = {
  readonly site: string;
  readonly product: Product;
  /** Units in the period. */
  readonly units: number | undefined;
  /** Units in the previous period, if all of it is known. */
  readonly before: number | undefined;
  /** Units since the period ended. */
  readonly today: number | undefined;
  /** The first day that is fully known, if the period began before it. In days since 1970. */
  readonly knownFrom: number | undefined;
};

/** Returns what the products of a site sold. */
export function soldProducts(
  { stock, diary, sales }: Pick<SiteReading, 'stock' | 'diary' | 'sales'>,
  { first, last, before, today }: Period,
): readonly SoldProduct[] {
  if (!stock) return [];
  const noted = new StockDiary(diary);
  return stock.snapshot.products.map((product) => {
    const entry = noted.find(productKey(product.id));
    const soldOn = (from: number, to: number): SoldUnits =>
      entry?.soldOn(from, to) ?? orderedOn(sales, product.id, from, to);
    const { units, wholeFrom } = soldOn(first, last);
    return {
      ...{ site: stock.snapshot.site, product, units },
      before: wholeFrom <= before ? soldOn(before, first - 1).units : undefined,
      today: soldOn(today, today).units,
      knownFrom: units !== undefined && wholeFrom > first ? wholeFrom : undefined,
    };
  });
}

/** Returns the orders of a product whose stock the diary lacks, such as one without a limit. */
function orderedOn(sales: SalesHistory | undefined, id: number, first: number, last: number): SoldUnits {
  if (!sales || sales.covers?.includes(id) === false)
    return { units: undefined, wholeFrom: Number.POSITIVE_INFINITY };
  const wholeFrom = sales.from;
  const { days, units } = sales.products[id] ?? NOTHING_SOLD;
  const sold = units.reduce((sum, more, index) => {
    const day = days[index] ?? Number.NaN;
    return day >= first && day <= last ? sum + more : sum;
  }, 0);
  return { units: last < wholeFrom ? undefined : sold, wholeFrom };
}
