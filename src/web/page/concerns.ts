import type { AlertName } from '../../stock/alert-settings.js';
import { RUNNING_OUT_FROM } from '../../stock/forecast.js';
import type { StockItem, StockRow } from './stock-row.js';

/** Why something needs a person, the most urgent first. */
export const CONCERNS = ['oversold', 'sold_out', 'running_out', 'low', 'unknown'] as const;
export type Concern = (typeof CONCERNS)[number];

/** A product, a choice or a combination that needs a person. */
export type Attention = {
  readonly concern: Concern;
  readonly row: StockRow;
  /** The choice or combination; undefined if it is the product itself. */
  readonly item: StockItem | undefined;
};

/**
 * Returns what needs a person. Products that customers can't see, and alerts of
 * severity `none`, need nobody. What is sold out because something above it is sold out is not repeated.
 */
export function findAttention(rows: readonly StockRow[]): readonly Attention[] {
  const found: Attention[] = [];
  for (const row of rows) {
    const { visibility } = row.product;
    if (visibility === 'hidden' || visibility === 'retired') continue;
    const concern = concernOf(row, row);
    if (concern) found.push({ concern, row, item: undefined });
    if (row.state === 'sold_out' || row.state === 'oversold' || row.state === 'unknown') continue;
    const gone = row.items.filter(({ state, isCombination }) => !isCombination && isGone(state));
    for (const item of row.items) {
      const isImplied = item.isCombination && gone.some(({ name }) => item.name.includes(name));
      const own = isImplied ? undefined : concernOf(item, row);
      if (own) found.push({ concern: own, row, item });
    }
  }
  return found;
}

/** Returns what needs a person with the most urgent first. */
export const byUrgency = (found: readonly Attention[]): readonly Attention[] =>
  CONCERNS.flatMap((concern) => found.filter((each) => each.concern === concern));

const isGone = (state: StockRow['state']): boolean => state === 'sold_out' || state === 'oversold';

function concernOf(
  { state, forecast }: Pick<StockRow, 'state' | 'forecast'>,
  { alerts }: StockRow,
): Concern | undefined {
  const isWanted = (alert: AlertName) => alerts?.severities[alert] !== 'none';
  if (state === 'unknown') return 'unknown';
  if (state === 'oversold' || state === 'sold_out') return isWanted(state) ? state : undefined;
  const isRunningOut = forecast !== undefined && forecast.sellout.leadTime > RUNNING_OUT_FROM;
  if (isRunningOut && isWanted('running_out')) return 'running_out';
  return state === 'low' && isWanted('low') ? 'low' : undefined;
}
