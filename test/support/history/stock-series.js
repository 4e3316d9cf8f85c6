import { salesThatEnd } from './fortnight.js';
import { counted } from './grid.js';

const OVERSOLD_BY = 2;
const DEFAULT_LEVEL = 3;

/**
 * What the exporter tells of a site's products.
 *
 * @param isKnown whether the site's stock is known at an instant
 * @param restarts the instants at which the exporter began anew
 */
export function stockSeries(shop, grid, { seed, isKnown, restarts }) {
  const known = (value) => grid.values((index) => (isKnown(index) ? value(index) : undefined));
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

function productSeries(one, { site, groupId }, grid, { seed, known, restarts }) {
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
  if (one.kind === 'unknown') return [info];
  const control = {
    name: 'whmcs_product_stock_control',
    labels,
    values: known(() => (one.kind === 'limited' ? 1 : 0)),
  };
  if (one.kind === 'unlimited') return [info, control];
  const thresholds = Object.entries(one.levels ?? {}).map(([severity, level]) => ({
    name: 'whmcs_product_stock_threshold',
    labels: { ...labels, severity },
    values: known(() => level),
  }));
  const level = one.levels?.warning ?? DEFAULT_LEVEL;
  const sales = salesThatEnd({ habit: one.habit, ends: one.ends, level }, grid, seed);
  const { stock, removed, added } = one.ends === 'oversold' ? oversold(sales) : sales;
  return [
    info,
    control,
    ...thresholds,
    { name: 'whmcs_product_stock', labels, values: known((index) => stock[index]) },
    {
      name: 'whmcs_product_stock_removed_total',
      labels,
      values: counted(grid, (index) => removed[index], restarts),
    },
    {
      name: 'whmcs_product_stock_added_total',
      labels,
      values: counted(grid, (index) => added[index], restarts),
    },
  ];
}

/** The same, but that two more are sold some hours after the last one. */
function oversold({ stock, removed, added }) {
  const moment = stock.findLastIndex((units) => units > 0) + 180;
  return {
    stock: stock.map((units, index) => (index >= moment ? units - OVERSOLD_BY : units)),
    removed: removed.map((units, index) => (index === moment ? units + OVERSOLD_BY : units)),
    added,
  };
}
