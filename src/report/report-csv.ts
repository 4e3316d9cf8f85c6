import { type Cell, writeCells } from '../web/page/csv-cells.js';
import type { StockItem, StockLine, StockRow } from '../web/page/stock-row.js';
import type { Report } from './stock-report.js';

const COLUMNS = [
  ...['site', 'product_id', 'product', 'group', 'option', 'stock', 'state', 'concern', 'why'],
  ...['sold_out_since', 'sold', 'sold_before', 'sold_today', 'order', 'order_bound', 'order_due'],
  ...['per_day', 'days_left', 'read_at', 'source', 'room', 'room_limit'],
];

/**
 * Renders a report as CSV for spreadsheets: a line per product, and below it one per choice and combination;
 * pools at the end. Unknown values are empty.
 */
export function renderCsv({ sites, rows, attention, sold, orders }: Report): string {
  const concerns = new Map(attention.map(({ concern, row, item }) => [item ?? row, concern]));
  const sales = new Map(sold.map((each) => [each.product, each]));
  const wanted = new Map(
    orders.wanted.map((order) => [keyOf(order.site, order.product?.id, order.name), order]),
  );
  const readAt = new Map(sites.map(({ config, stock }) => [config.name, stock?.readAt]));

  const ending = (site: string, id: number | undefined, name: string | undefined): readonly Cell[] => {
    const order = wanted.get(keyOf(site, id, name));
    return order
      ? [order.units, order.qualifier, order.isDue ? 'yes' : 'no']
      : [undefined, undefined, undefined];
  };
  const lineOf = (row: StockRow, item: StockItem | undefined): readonly Cell[] => {
    const { site, product } = row;
    const { stock, state, why, forecast, room }: StockLine = item ?? row;
    const own = item ? undefined : sales.get(product);
    return [
      ...[site, product.id, product.name, product.group.name, item?.name],
      ...[stock.kind === 'limited' ? stock.quantity : undefined, state, concerns.get(item ?? row), why],
      item ? undefined : time(row.soldOutSince),
      ...[own?.units, own?.before, own?.today],
      ...ending(site, product.id, item?.name),
      ...[rounded(forecast?.perDay, 3), rounded(forecast?.daysLeft.median, 1)],
      ...[time(readAt.get(site)), product.stockSource, room?.units, room?.limit],
    ];
  };
  const pools = orders.wanted
    .filter(({ product }) => !product)
    .map((order): readonly Cell[] => [
      ...[order.site, undefined, undefined, undefined, order.name, order.left],
      ...Array.from({ length: 7 }, () => undefined),
      ...ending(order.site, undefined, order.name),
      ...[rounded(order.forecast.perDay, 3), rounded(order.forecast.daysLeft.median, 1)],
      ...[time(readAt.get(order.site)), undefined, undefined, undefined],
    ]);
  const products = rows.flatMap((row) => [
    lineOf(row, undefined),
    ...row.items.map((item) => lineOf(row, item)),
  ]);
  return writeCells([COLUMNS, ...products, ...pools]);
}

const keyOf = (site: string, id: number | undefined, name = ''): string =>
  JSON.stringify([site, id ?? '', name]);

const time = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

const rounded = (value: number | undefined, digits: number): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(digits));
