import type { AlertName } from '../../stock/alert-settings.js';
import { runningOutFrom } from '../../stock/forecast.js';
import { type StockItem, type StockRow, salesPerDay } from './stock-row.js';

/** Why something needs a person, the most urgent first. */
export const CONCERNS = ['oversold', 'exceeds_room', 'sold_out', 'running_out', 'low', 'unknown'] as const;
export type Concern = (typeof CONCERNS)[number];

/** A product, a choice or a combination that needs a person. */
export type Attention = {
  readonly concern: Concern;
  readonly row: StockRow;
  /** The choice or combination; undefined if it is the product itself. */
  readonly item: StockItem | undefined;
};

/** Returns what needs a person. Alerts of severity `none` need nobody. */
export function findAttention(rows: readonly StockRow[]): readonly Attention[] {
  return rows.flatMap((row) =>
    findSubjects(row).flatMap((item) => {
      const concern = !item && exceedsRoom(row) ? 'exceeds_room' : concernOf(item ?? row, row);
      return concern ? [{ concern, row, item }] : [];
    }),
  );
}

/**
 * Returns what of a product may need a person: the product itself (undefined), its choices and combinations.
 * Customers can't see hidden and retired products. What is sold out because something above it is sold out is
 * not repeated.
 */
export function findSubjects(row: StockRow): readonly (StockItem | undefined)[] {
  const { visibility } = row.product;
  if (visibility === 'hidden' || visibility === 'retired') return [];
  if (isGone(row.state) || row.state === 'unknown') return [undefined];
  const gone = row.items.filter(({ state, isCombination }) => !isCombination && isGone(state));
  const isImplied = ({ name, isCombination }: StockItem) =>
    isCombination && gone.some((choice) => name.includes(choice.name));
  return [undefined, ...row.items.filter((item) => !isImplied(item))];
}

/** Returns what needs a person with the most urgent first. */
export const byUrgency = (found: readonly Attention[]): readonly Attention[] =>
  CONCERNS.flatMap((concern) => found.filter((each) => each.concern === concern));

/** Returns the same, the highest sales per day first within each concern. Without prices nothing moves. */
export const bySales = (found: readonly Attention[]): readonly Attention[] => {
  const sales = ({ row, item }: Attention) => salesPerDay(row, item ?? row) ?? -1;
  return byUrgency(found.toSorted((one, other) => sales(other) - sales(one)));
};

export const isGone = (state: StockRow['state']): boolean => state === 'sold_out' || state === 'oversold';

/** Returns whether WHMCS offers more than there is room for: units, or any number without a limit. */
export function exceedsRoom({ stock, room, alerts }: StockRow): boolean {
  if (room?.units === undefined || alerts?.severities.exceeds_room === 'none') return false;
  return stock.kind === 'limited'
    ? stock.quantity > room.units
    : stock.kind === 'unlimited' && room.units === 0;
}

function concernOf(
  { state, stock, forecast }: Pick<StockRow, 'state' | 'stock' | 'forecast'>,
  { alerts }: StockRow,
): Concern | undefined {
  const isWanted = (alert: AlertName) => alerts?.severities[alert] !== 'none';
  if (state === 'unknown') return 'unknown';
  if (state === 'oversold' || state === 'sold_out') return isWanted(state) ? state : undefined;
  const isRunningOut =
    forecast && stock.kind === 'limited' && forecast.sellout.leadTime > runningOutFrom(stock.quantity);
  if (isRunningOut && isWanted('running_out')) return 'running_out';
  return state === 'low' && isWanted('low') ? 'low' : undefined;
}
