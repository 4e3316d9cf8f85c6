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

/**
 * Returns whether two rows of a product state the same stock. If stock control is off, the number does not
 * matter.
 */
export function isSameStock(one: RowStock, other: RowStock): boolean {
  const [stated, again] = [one.evidence, other.evidence];
  if (one.problem !== other.problem || stated?.stockControl !== again?.stockControl) return false;
  return stated?.stockControl === false || stated?.quantity === again?.quantity;
}

type RowStock = Pick<StatedStock, 'problem'> & { readonly evidence: StockEvidence | undefined };

/** Returns whether neither stock control nor a number is stated. */
export const isSilent = ({ stockControl, quantity }: StockEvidence): boolean =>
  stockControl === undefined && quantity === undefined;
