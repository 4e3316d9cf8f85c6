import type { Product, ProductGroup } from './catalogue.js';
import { type ProductRecord, recall, type Stated, shareStatements } from './facts.js';
import type { ListedProduct, StockEvidence } from './listing.js';
import { isEverything, type ProductSelector, selects } from './selection.js';
import { type Doubt, limited, type Stock, UNKNOWN, UNLIMITED } from './stock.js';

/** The rules for judging the products of a site. */
export type Policy = {
  /** Products whose bare number is their stock, 0 included. */
  readonly stockControlled: ProductSelector | undefined;
  /** Products whose bare number means nothing, because their stock control is off. */
  readonly unlimited: ProductSelector | undefined;
  /** How long a statement is valid without being repeated. */
  readonly factsMaxAgeMs: number;
  /** The maximum age of an exposed number. */
  readonly maxAgeMs: number;
  readonly intervalMs: number;
};

/** The reading to judge. */
export type Reading = {
  /** Unix time in ms at which it began. */
  readonly at: number;
  /** Whether it is a scheduled reading. Only these confirm that something is gone. */
  readonly isRegular: boolean;
  /** How long WHMCS took to answer; 0 if it is left out. */
  readonly tookMs?: number;
};

/**
 * Returns the time after which a number must have been stated to be kept. It then does not expire before the
 * next reading ends, if that takes as long as this one.
 */
export const keptSince = ({ maxAgeMs, intervalMs }: Policy, { at, tookMs = 0 }: Reading): number =>
  at - maxAgeMs + 1.2 * intervalMs + 2 * tookMs;

export type Judgement = {
  readonly product: Product;
  /** Says nothing about its options. */
  readonly record: ProductRecord;
};

/** A product whose name, and that of its group, is resolved. */
export type NamedProduct = Omit<ListedProduct, 'group'> & { readonly group: ProductGroup };

/**
 * Determines the stock of a product from a reading and earlier statements.
 *
 * - A statement is valid until a source states otherwise or it is too old. A source that does not state a
 *   field does not change it.
 * - A bare number comes from a source that does not state stock control. It is the stock if stock control is
 *   known to be on, or if nothing is known and it is not 0. It is ignored if stock control was last stated
 *   off.
 * - If the number is missing or unreadable, the last one is kept for one reading; if the source never states
 *   numbers, until it is too old.
 */
export function judge(
  before: ProductRecord,
  listed: NamedProduct,
  policy: Policy,
  reading: Reading,
  state = shareStatements(reading.at),
): Judgement {
  const { evidence, problem } = listed;
  const since = reading.at - policy.factsMaxAgeMs;
  const latest = <T extends boolean | string>(
    value: T | undefined,
    last: Stated<T> | undefined,
  ): Stated<T> | undefined => (value === undefined ? recall(last, since) : state(value, evidence.source));
  const stockControl = latest(evidence.stockControl, before.stockControl);
  const isSeenInStock = before.isSeenInStock === true && evidence.stockControl !== false;
  const stated = listed.visibility === 'unknown' ? undefined : listed.visibility;
  const visibility = latest(stated, before.visibility);

  const says = saysOf(policy, listed);
  const isOff = says !== 'controlled' && stockControl?.value === false;
  const known = { isOff, isZeroSoldOut: stockControl !== undefined || isSeenInStock, says };
  const found = problem === undefined ? weigh(evidence, known) : undefined;
  const kept = found ? undefined : keep(before, listed, known, policy, reading);
  const { stock, isRemembered } = found ?? kept ?? NOTHING;
  const isMissed = !found && mayComeBack(before, listed);
  // Each field by its name: V8 keeps fields that come from a spread apart from their object, and creates a
  // hidden class for each object that gains a field after it. Thousands of products would be slow and large.
  return {
    product: {
      id: listed.id,
      name: listed.name,
      group: listed.group,
      type: listed.type,
      module: listed.module,
      payType: listed.payType,
      visibility: visibility?.value ?? 'unknown',
      stock,
      stockDoubt: problem === undefined && stock.kind === 'unknown' ? doubtOf(evidence) : undefined,
      stockSource: (kept && before.quantity?.source) || evidence.source,
      stockAt: kept && before.quantity && stock.kind === 'limited' ? before.quantity.at : reading.at,
      isRemembered: isRemembered || (stated === undefined && visibility !== undefined),
      options: listed.options,
      optionsOmitted: listed.optionsOmitted,
      usage: listed.usage,
      prices: listed.prices,
    },
    record: {
      stockControl,
      visibility,
      quantity:
        stock.kind === 'limited'
          ? ((kept && before.quantity) ?? state(stock.quantity, evidence.source))
          : undefined,
      isSeenInStock: isSeenInStock || isBareInStock(evidence, stock) || undefined,
      missedNumber: isMissed ? countMissed(before.missedNumber) : undefined,
      optionsMissed: undefined,
      listedAt: reading.at,
    },
  };
}

const doubtOf = ({ quantity }: StockEvidence): Doubt =>
  quantity === undefined ? 'no_number' : 'bare_number';

/** Counts one more reading that lacked something, up to two. */
export const countMissed = (missed = 0): number => Math.min(2, missed + 1);

/** Knowledge about a product that is not from the reading. */
type Known = {
  /** Whether stock control was last stated off, and the configuration does not say otherwise. */
  readonly isOff: boolean;
  /** Whether a bare 0 means sold out. */
  readonly isZeroSoldOut: boolean;
  readonly says: 'controlled' | 'unlimited' | undefined;
};

/** A stock, and whether it depends on earlier readings. */
type Verdict = { readonly stock: Stock; readonly isRemembered: boolean };

const NOTHING: Verdict = { stock: UNKNOWN, isRemembered: false };

/** Returns the stock according to the fields of a reading; undefined if the number is missing. */
function weigh({ stockControl, quantity }: StockEvidence, known: Known): Verdict | undefined {
  const stated = (stock: Stock): Verdict => ({ stock, isRemembered: false });
  const remembered = (stock: Stock): Verdict => ({ stock, isRemembered: true });
  if (stockControl === false) return stated(UNLIMITED);
  if (stockControl === true) return quantity === undefined ? undefined : stated(limited(quantity));
  if (known.says === 'unlimited') return stated(UNLIMITED);
  if (known.isOff) return remembered(quantity === undefined ? UNLIMITED : UNKNOWN);
  if (quantity === undefined) return undefined;
  if (quantity !== 0 || known.says === 'controlled') return stated(limited(quantity));
  return known.isZeroSoldOut ? remembered(limited(0)) : stated(UNKNOWN);
}

/** Returns the stock to keep from an earlier reading if this one has no number. */
function keep(
  before: ProductRecord,
  listed: NamedProduct,
  { isOff }: Known,
  policy: Policy,
  reading: Reading,
): Verdict | undefined {
  const { missedNumber = 0, missedListing = 0 } = before;
  const isMissedAgain = missedNumber + missedListing > 0 && reading.isRegular;
  if (isMissedAgain && mayComeBack(before, listed)) return undefined;
  if (listed.evidence.stockControl === undefined && isOff) return { stock: UNLIMITED, isRemembered: true };
  const { quantity } = before;
  return quantity && quantity.at > keptSince(policy, reading)
    ? { stock: limited(quantity.value), isRemembered: true }
    : undefined;
}

/**
 * Returns whether the next reading may have the number that this one lacks: not if the last number is from
 * another source, and this one just has none.
 */
const mayComeBack = ({ quantity }: ProductRecord, { problem, evidence }: NamedProduct): boolean =>
  problem !== undefined || quantity === undefined || quantity.source === evidence.source;

const isBareInStock = ({ stockControl, quantity }: StockEvidence, stock: Stock): boolean =>
  stockControl === undefined && (quantity ?? 0) > 0 && stock.kind === 'limited';

/** Returns the configured stock control of a product. A rule for some products overrides a rule for all. */
function saysOf({ stockControlled, unlimited }: Policy, product: NamedProduct): Known['says'] {
  const isControlled = stockControlled !== undefined && selects(stockControlled, product);
  const isUnlimited = unlimited !== undefined && selects(unlimited, product);
  if (isControlled && isUnlimited) return isEverything(unlimited) ? 'controlled' : 'unlimited';
  if (isUnlimited) return 'unlimited';
  return isControlled ? 'controlled' : undefined;
}
