import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { SiteConfig } from '../../config/config.js';
import { type Attention, findAttention } from './concerns.js';
import { type PoolRow, poolRowsOf } from './pool-row.js';
import { rowsOf, type StockRow } from './stock-row.js';

/** The rows of a site, which stay the same until its next snapshot. */
export type SiteRows = {
  readonly rows: readonly StockRow[];
  readonly attention: readonly Attention[];
  readonly groups: ReadonlySet<string>;
  readonly pools: readonly PoolRow[];
};

/** Creates the function that returns the rows of a site. Reuses them while its snapshot stays the same. */
export function createRows(): (stock: ExposedStock, site: SiteConfig | undefined) => SiteRows {
  type Kept = { readonly of: ExposedStock; readonly site: SiteConfig | undefined; readonly rows: SiteRows };
  const kept = new WeakMap<object, Kept>();
  return (stock, site) => {
    const known = kept.get(stock.snapshot);
    const isSame =
      known?.site === site &&
      known?.of.hasProducts === stock.hasProducts &&
      known?.of.hasOptions === stock.hasOptions;
    if (known && isSame) return known.rows;
    const rows = rowsOf(stock, site);
    const groups = new Set(rows.map(({ product }) => product.group.name));
    const made = { rows, attention: findAttention(rows), groups, pools: poolRowsOf(stock) };
    kept.set(stock.snapshot, { of: stock, site, rows: made });
    return made;
  };
}
