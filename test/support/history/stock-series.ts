import { type Sales, salesThatEnd } from './fortnight.js';
import { counted, type Grid, type Series } from './grid.js';
import type { Shop, ShopProduct } from './shop.js';

const OVERSOLD_BY = 2;
const DEFAULT_WARNING = 3;

type Past = {
  readonly seed: number;
  /** Returns whether the site's stock is known at an instant. */
  readonly isKnown: (index: number) => boolean;
  /** The instants at which the exporter restarted. */
  readonly restarts: readonly number[];
};

/** Returns the exporter's series of a site's products. */
export function stockSeries(shop: Shop, grid: Grid, { seed, isKnown, restarts }: Past): readonly Series[] {
  const known: Known = (value) => grid.values((index) => (isKnown(index) ? value(index) : undefined));
  const groups = [...new Set(shop.products.map(({ group }) => group))];
  const series = shop.products.flatMap((one, index) =>
    productSeries(one, { site: shop.site, groupId: String(groups.indexOf(one.group) + 1) }, grid, {
      seed: seed + index,
      known,
      restarts,
    }),
  );
  const kinds = ['limited', 'unlimited', 'unknown'].map((stock) => ({
    name: 'whmcs_products',
    labels: { site: shop.site, stock },
    values: known(() => shop.products.filter(({ kind }) => kind === stock).length),
  }));
  return [...series, ...kinds];
}

type Known = (value: (index: number) => number | undefined) => Float64Array;
type Place = { readonly site: string; readonly groupId: string };
type ProductPast = Pick<Past, 'seed' | 'restarts'> & { readonly known: Known };

function productSeries(
  one: ShopProduct,
  { site, groupId }: Place,
  grid: Grid,
  { seed, known, restarts }: ProductPast,
): readonly Series[] {
  const labels = { site, product_id: String(one.id), product: one.product, group: one.group };
  const info = {
    name: 'whmcs_product_info',
    labels: {
      ...labels,
      group_id: groupId,
      type: one.group === 'Web hosting' ? 'hostingaccount' : 'server',
      module: one.group === 'Web hosting' ? 'cpanel' : 'virtualizor',
      pay_type: 'recurring',
      visibility: one.visibility ?? 'public',
    },
    values: known(() => 1),
  };
  const control = {
    name: 'whmcs_product_stock_control',
    labels,
    values: known(() => (one.kind === 'limited' ? 1 : 0)),
  };
  if (one.kind !== 'limited') return one.kind === 'unknown' ? [info] : [info, control];
  const thresholds = Object.entries(one.thresholds ?? {}).map(([severity, threshold]) => ({
    name: 'whmcs_product_stock_threshold',
    labels: { ...labels, severity },
    values: known(() => threshold),
  }));
  const warning = one.thresholds?.warning ?? DEFAULT_WARNING;
  const sales = salesThatEnd({ habit: one.habit, ends: one.ends, warning }, grid, seed);
  const { stock, removed, added } = one.ends === 'oversold' ? oversold(sales) : sales;
  return [
    info,
    control,
    ...thresholds,
    { name: 'whmcs_product_stock', labels, values: known((index) => stock[index]) },
    {
      name: 'whmcs_product_stock_removed_total',
      labels,
      values: counted(grid, (index) => removed[index] ?? 0, restarts),
    },
    {
      name: 'whmcs_product_stock_added_total',
      labels,
      values: counted(grid, (index) => added[index] ?? 0, restarts),
    },
  ];
}

/** Returns the same sales with two more units sold some hours after the last one. */
function oversold({ stock, removed, added }: Sales): Sales {
  const moment = stock.findLastIndex((units) => units > 0) + 180;
  return {
    stock: stock.map((units, index) => (index >= moment ? units - OVERSOLD_BY : units)),
    removed: removed.map((units, index) => (index === moment ? units + OVERSOLD_BY : units)),
    added,
  };
}
