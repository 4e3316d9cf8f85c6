import { type Cell, writeCells } from './csv-cells.js';
import type { StockLine, StockRow } from './stock-row.js';

const COLUMNS = [
  ...['site', 'product_id', 'product', 'group', 'option', 'stock', 'state', 'warning', 'critical'],
  ...[
    'capacity',
    'in_use',
    'per_day',
    'days_left',
    'sold_out_since',
    'changed_at',
    'source',
    'visibility',
    'room',
  ],
];

/** Returns rows as CSV for spreadsheets: a line per product, and below it one per choice and combination. */
export function writeCsv(rows: readonly StockRow[]): string {
  const lines = rows.flatMap((row) => [
    lineOf(row, row, ''),
    ...row.items.map((item) => lineOf(row, item, item.name)),
  ]);
  return writeCells([COLUMNS, ...lines]);
}

function lineOf({ site, product, ...row }: StockRow, line: StockLine, option: string): readonly Cell[] {
  const { stock, state, thresholds, capacity, inUse, forecast, room } = line;
  const threshold = Object.fromEntries(thresholds);
  const isProduct = option === '';
  const time = (at: number | undefined) =>
    isProduct && at !== undefined ? new Date(at).toISOString() : undefined;
  return [
    ...[site, product.id, product.name, product.group.name, option],
    ...[stock.kind === 'limited' ? stock.quantity : undefined, state],
    ...[threshold.warning, threshold.critical, capacity, inUse],
    ...[forecast?.perDay.toFixed(3), forecast?.daysLeft.median.toFixed(1)].map(
      (text) => text && Number(text),
    ),
    ...[time(row.soldOutSince), time(row.changedAt), product.stockSource, product.visibility, room?.units],
  ];
}
