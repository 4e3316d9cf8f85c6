import type { SourceName } from '../../stock/catalogue.js';
import type { StockEvidence } from '../../stock/listing.js';
import { decodeFlag } from '../decode.js';
import { attemptAll, type Oddity } from './oddity.js';

/** What an answer states about the stock of a product. */
export type StatedStock = {
  readonly evidence: StockEvidence;
  /** Why the stock could not be read and is unknown. */
  readonly problem: string | undefined;
  readonly oddities: readonly Oddity[];
};

/**
 * Decodes stock control and the number. If the number can't be read, stock control still counts: if it is
 * off, the number does not matter.
 */
export function decodeStock(
  source: SourceName,
  control: unknown,
  decodeNumber: () => number | undefined,
): StatedStock {
  const oddities: Oddity[] = [];
  const attempt = attemptAll(oddities);
  const stockControl = attempt('stock', 'stock', () => decodeFlag(control));
  const number = attempt(stockControl === false ? 'details' : 'stock', 'stock', decodeNumber);
  const problem = oddities.find(({ part }) => part === 'stock')?.problem;
  // Beside an unreadable stock control, a number is not even a bare one.
  const quantity = problem === undefined ? number : undefined;
  return { evidence: { source, stockControl, quantity }, problem, oddities };
}

/** Returns whether neither stock control nor a number is stated. */
export const isSilent = ({ stockControl, quantity }: StockEvidence): boolean =>
  stockControl === undefined && quantity === undefined;
