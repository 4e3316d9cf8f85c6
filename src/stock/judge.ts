import type { Product, ProductGroup } from './catalogue.js';
import { type ProductRecord, recall, type Stated } from './facts.js';
import type { ListedProduct, StockEvidence } from './listing.js';
import { isEverything, type ProductSelector, selects } from './selection.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from './stock.js';

/** How a site's products are judged. */
export type Policy = {
  /** Products whose bare number is their stock, 0 included. */
  readonly stockControlled: ProductSelector | undefined;
  /** Products whose bare number means nothing, because their stock control is off. */
  readonly unlimited: ProductSelector | undefined;
  /** How long a statement holds without being repeated. */
  readonly factsMaxAgeMs: number;
  /** How old a number may be that is shown. */
  readonly maxAgeMs: number;
  readonly intervalMs: number;
};

/** Returns how old a number may be that is kept from an earlier reading, so that it is not too old before the next one. */
export const longestKept = ({ maxAgeMs, intervalMs }: Policy): number => maxAgeMs - 1.2 * intervalMs;

/** The reading that is judged. */
export type Reading = {
  /** Unix time in ms at which it began. */
  readonly at: number;
  /** Whether it is one of those that are made by the clock: only these confirm that something is gone. */
  readonly isRegular: boolean;
};

export type Judgement = { readonly product: Product; readonly record: ProductRecord };

/** A product in a group whose name is resolved. */
export type NamedProduct = Omit<ListedProduct, 'group'> & { readonly group: ProductGroup };

/**
 * Says what a product's stock is, by what a reading states and what was stated before.
 *
 * A source that does not state a thing takes nothing back: what was stated before holds until a source states otherwise, or it
 * is too old. A bare number, of a source that does not state whether stock is controlled, is the stock where control is known
 * to be on, or where nothing is known and it is not 0; it means nothing where control was last stated off. A reading that
 * lacks the number, or in which it can't be read, keeps the last one once; a source that never has numbers keeps it until it is too old.
 */
export function judge(
  before: ProductRecord,
  listed: NamedProduct,
  policy: Policy,
  reading: Reading,
): Judgement {
  const { evidence, problem, ...product } = listed;
  const since = reading.at - policy.factsMaxAgeMs;
  const state = <T>(value: T | undefined, last: Stated<T> | undefined): Stated<T> | undefined =>
    value === undefined ? recall(last, since) : { value, source: evidence.source, at: reading.at };
  const stockControl = state(evidence.stockControl, before.stockControl);
  const isSeenInStock = before.isSeenInStock === true && evidence.stockControl !== false;
  const told = listed.visibility === 'unknown' ? undefined : listed.visibility;
  const visibility = state(told, before.visibility);

  const known = { stockControl, isSeenInStock, says: saysOf(policy, listed) };
  const found = problem === undefined ? weigh(evidence, known) : undefined;
  const kept = found ? undefined : keep(before, listed, known, policy, reading);
  const { stock, isRemembered } = found ?? kept ?? NOTHING;
  const isMissed = !found && isOdd(before, listed);
  return {
    product: {
      ...product,
      visibility: visibility?.value ?? 'unknown',
      stock,
      stockSource: (kept && before.quantity?.source) || evidence.source,
      stockAt: kept && before.quantity && stock.kind === 'limited' ? before.quantity.at : reading.at,
      isRemembered: isRemembered || (told === undefined && visibility !== undefined),
    },
    record: {
      stockControl,
      visibility,
      quantity: numberOf(stock, kept ? before.quantity : undefined, evidence.source, reading.at),
      isSeenInStock: isSeenInStock || isBareInStock(evidence, stock) || undefined,
      missed: isMissed ? missedAgain(before) : undefined,
      listedAt: reading.at,
    },
  };
}

/** Counts a reading that lacked something. More than two make no difference. */
export const missedAgain = ({ missed = 0 }: ProductRecord): number => Math.min(2, missed + 1);

/** What is known of a product beside the reading. */
type Known = {
  readonly stockControl: Stated<boolean> | undefined;
  readonly isSeenInStock: boolean;
  readonly says: 'controlled' | 'unlimited' | undefined;
};

/** A stock, and whether it rests on what the reading does not say. */
type Verdict = { readonly stock: Stock; readonly isRemembered: boolean };

const NOTHING: Verdict = { stock: UNKNOWN, isRemembered: false };

/** What the fields of a reading come to; undefined where a number is wanted and there is none. */
function weigh({ stockControl, quantity }: StockEvidence, known: Known): Verdict | undefined {
  const stated = (stock: Stock): Verdict => ({ stock, isRemembered: false });
  const remembered = (stock: Stock): Verdict => ({ stock, isRemembered: true });
  if (stockControl === false) return stated(UNLIMITED);
  if (stockControl === true) return quantity === undefined ? undefined : stated(limited(quantity));
  if (known.says === 'unlimited') return stated(UNLIMITED);
  const isOff = known.says === undefined && known.stockControl?.value === false;
  if (isOff) return remembered(quantity === undefined ? UNLIMITED : UNKNOWN);
  if (quantity === undefined) return undefined;
  if (quantity !== 0 || known.says === 'controlled') return stated(limited(quantity));
  return known.stockControl || known.isSeenInStock ? remembered(limited(0)) : stated(UNKNOWN);
}

/** What is kept of an earlier reading where this one has no number. */
function keep(
  before: ProductRecord,
  listed: NamedProduct,
  { stockControl }: Known,
  policy: Policy,
  reading: Reading,
): Verdict | undefined {
  if (isOdd(before, listed) && (before.missed ?? 0) > 0 && reading.isRegular) return undefined;
  if (listed.evidence.stockControl === undefined && stockControl?.value === false)
    return { stock: UNLIMITED, isRemembered: true };
  const { quantity } = before;
  return quantity && quantity.at > reading.at - longestKept(policy)
    ? { stock: limited(quantity.value), isRemembered: true }
    : undefined;
}

/** Whether a number is missing that this source had before, or can't be read: it may come back with the next reading. */
const isOdd = ({ quantity }: ProductRecord, { problem, evidence }: NamedProduct): boolean =>
  problem !== undefined || quantity === undefined || quantity.source === evidence.source;

const isBareInStock = ({ stockControl, quantity }: StockEvidence, stock: Stock): boolean =>
  stockControl === undefined && quantity !== undefined && quantity > 0 && stock.kind === 'limited';

const numberOf = (
  stock: Stock,
  kept: Stated<number> | undefined,
  source: Stated<number>['source'],
  at: number,
): Stated<number> | undefined =>
  stock.kind === 'limited' ? (kept ?? { value: stock.quantity, source, at }) : undefined;

/** What the configuration says of a product's stock control. A rule for all products goes after one that names some. */
function saysOf({ stockControlled, unlimited }: Policy, product: NamedProduct): Known['says'] {
  const isControlled = stockControlled !== undefined && selects(stockControlled, product);
  const isUnlimited = unlimited !== undefined && selects(unlimited, product);
  if (isControlled && isUnlimited) return isEverything(unlimited) ? 'controlled' : 'unlimited';
  if (isUnlimited) return 'unlimited';
  return isControlled ? 'controlled' : undefined;
}
