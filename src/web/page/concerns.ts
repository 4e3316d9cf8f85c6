import type { AlertName } from '../../stock/alert-settings.js';
import { runningOutFrom } from '../../stock/forecast.js';
import { type StockItem, type StockRow, salesPerDay } from './stock-row.js';

/** Why something needs attention, the most urgent first. */
export const CONCERNS = ['oversold', 'exceeds_room', 'sold_out', 'running_out', 'low', 'unknown'] as const;
export type Concern = (typeof CONCERNS)[number];

/** A product, choice or combination that needs attention. */
export type Attention = {
  readonly concern: Concern;
  readonly row: StockRow;
  /** The choice or combination; undefined if it is the product itself. */
  readonly item: StockItem | undefined;
};

/** Returns what needs attention. Skips alerts of severity `none`. */
export function findAttention(rows: readonly StockRow[]): readonly Attention[] {
  return rows.flatMap((row) =>
    findSubjects(row).flatMap((item) => {
      const concern = !item && exceedsRoom(row) ? 'exceeds_room' : concernOf(item ?? row, row);
      return concern ? [{ concern, row, item }] : [];
    }),
  );
}

/**
 * Returns what may need attention: the product itself (undefined), its choices and its combinations. Skips
 * hidden and retired products, because customers can't see them. If the product or a choice is sold out, what
 * depends on it is skipped.
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

/** Sorts by urgency, the most urgent first. */
export const byUrgency = (found: readonly Attention[]): readonly Attention[] =>
  CONCERNS.flatMap((concern) => found.filter((each) => each.concern === concern));

/** Sorts by urgency, then by sales per day, the highest first. Without prices, the order is kept. */
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
