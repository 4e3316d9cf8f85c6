import type { Catalogue, CountedUnits, Product, ProductGroup } from './catalogue.js';
import {
  NO_FACTS,
  type ProductRecord,
  recall,
  type SiteFacts,
  type Stated,
  shareStatements,
} from './facts.js';
import { forgetFacts } from './forget-facts.js';
import { keepHidden } from './hidden-choices.js';
import { countMissed, judge, keptSince, type Policy, type Reading } from './judge.js';
import type { ListedProduct, Listing } from './listing.js';
import { lacksChoice } from './options.js';
import { UNKNOWN } from './stock.js';
import { finish, mapInSteps, type Work } from './work.js';

/** The configuration for judging the readings of a site. */
export type ListingPolicy = Policy & {
  /** Names of groups by id; they override those of WHMCS. */
  readonly groupNames: ReadonlyMap<number, string>;
  /** Whether products that a reading lacks are kept until the next one lacks them too. */
  readonly confirmLoss: boolean;
  /** Whether prices are read. */
  readonly prices: boolean;
};

/** The options of products as they were last counted, by id. */
type CountedOptions = ReadonlyMap<number, Pick<CountedUnits, 'options'>>;

/** The result of judging a reading. */
export type JudgedListing = {
  readonly catalogue: Catalogue;
  readonly facts: SiteFacts;
  /** Whether so many products vanished at once that the next reading must confirm it. */
  readonly isLossDoubted: boolean;
};

/** A loss of at least this many products, and of more than half of all, must be confirmed. */
const DOUBTED_LOSS = 20;

/**
 * Judges a reading of all products.
 *
 * @param before the previous catalogue. Products that the reading lacks are kept once.
 * @param counted what was counted so far, with the options that readings left out.
 */
export function* judgeListing(
  { products: listed, ...listing }: Listing,
  before: Catalogue | undefined,
  facts: SiteFacts,
  policy: ListingPolicy,
  reading: Reading,
  counted: CountedOptions = new Map(),
): Work<JudgedListing> {
  const { products, facts: learned } = yield* judgeProducts(listed, before, facts, policy, reading, counted);
  const found = new Set(yield* mapInSteps(products, ({ id }) => id));
  const known = before?.products ?? [];
  const absent: Product[] = [];
  for (const product of known) {
    yield;
    if (!found.has(product.id)) absent.push(product);
  }
  const isLarge = absent.length >= DOUBTED_LOSS && absent.length > known.length / 2;
  const oldest = keptSince(policy, reading);
  const isKept = (product: Product): boolean => {
    const { missedListing = 0 } = facts.products[product.id] ?? {};
    if (missedListing > 0 && reading.isRegular) return false;
    return (policy.confirmLoss || !isLarge) && product.stockAt > oldest;
  };
  const kept: Product[] = [];
  const records: Record<string, ProductRecord> = { ...learned.products };
  for (const product of absent) {
    yield;
    const record = records[product.id] ?? {};
    records[product.id] = { ...record, missedListing: countMissed(record.missedListing) };
    if (isKept(product)) kept.push(holdOn(product, facts, oldest));
  }
  return {
    catalogue: { ...listing, products: [...products, ...kept] },
    facts: yield* forgetFacts(
      { ...learned, products: records },
      reading.at - policy.factsMaxAgeMs,
      products.length + known.length,
    ),
    isLossDoubted: isLarge && kept.length > 0,
  };
}

/** Judges the first reading of a site. */
export const judgeFirst = (listing: Listing, policy: ListingPolicy, at: number): Catalogue =>
  finish(judgeListing(listing, undefined, NO_FACTS, policy, { at, isRegular: true })).catalogue;

/**
 * Returns a product that a reading lacks. Its number goes if the reading before lacked that.
 *
 * @param oldest time after which its options must have been listed to be kept.
 */
function holdOn(product: Product, { products }: SiteFacts, oldest: number): Product {
  const record = products[product.id] ?? {};
  const { missedNumber = 0 } = record;
  const stock = missedNumber > 0 && product.stock.kind === 'limited' ? UNKNOWN : product.stock;
  const optionsAt = optionsListedAt(product, record);
  const held = { ...product, stock, isRemembered: true };
  if (optionsAt > oldest) return { ...held, optionsAt };
  return { ...held, options: undefined, optionsAt: undefined, usage: undefined };
}

/**
 * Judges a reading of some products only.
 *
 * @param before the catalogue in place so far. A name, a group, options or prices that one reading lacks are
 * taken from it.
 */
export function* judgeProducts(
  listed: readonly ListedProduct[],
  before: Catalogue | undefined,
  facts: SiteFacts,
  policy: ListingPolicy,
  reading: Reading,
  counted: CountedOptions = new Map(),
): Work<{ readonly products: readonly Product[]; readonly facts: SiteFacts }> {
  const groups = { ...facts.groups, ...(yield* namesIn(listed, reading)) };
  const records: Record<string, ProductRecord> = { ...facts.products };
  const known = new Map(yield* mapInSteps(before?.products ?? [], (product) => [product.id, product]));
  const nameOnce = shareGroups((group) => nameGroup(group, groups, policy, reading));
  const state = shareStatements(reading.at);
  const oldest = keptSince(policy, reading);
  const products = yield* mapInSteps(listed, (one) => {
    const last = known.get(one.id);
    const name = one.name || last?.name || String(one.id);
    const listedGroup = one.group.id === undefined && last ? last.group : one.group;
    const group = nameOnce(listedGroup);
    const record = records[one.id] ?? {};
    const judged = judge(record, { ...one, name, group }, policy, reading, state);
    const optionsAt = optionsListedAt(last, record);
    const isOdd = lacksOptions(one, last) && optionsAt > oldest;
    const optionsMissed = isOdd ? missedOnceMore(record, reading) : undefined;
    records[one.id] = isOdd ? { ...judged.record, optionsMissed } : judged.record;
    const prices = keepPrices(one, last, record, policy, reading);
    const product = prices ? { ...judged.product, ...prices } : judged.product;
    // What is in use was counted of the options that are kept.
    if (optionsMissed === 1) return { ...product, options: last?.options, optionsAt, usage: undefined };
    if (one.evidence.source === 'companion') return product;
    const knownOptions = last?.options ?? counted.get(one.id)?.options;
    const options = keepHidden(one.options, knownOptions);
    return options === one.options ? product : { ...product, options };
  });
  return { products, facts: { products: records, groups } };
}

/** Returns the last known prices of a product if a reading lacks them, until they are too old. */
function keepPrices(
  listed: ListedProduct,
  last: Product | undefined,
  { listedAt = 0 }: ProductRecord,
  policy: ListingPolicy,
  { at }: Reading,
): Pick<Product, 'prices' | 'pricesAt'> | undefined {
  if (!policy.prices || listed.prices !== undefined || last?.prices === undefined) return undefined;
  const pricesAt = last.pricesAt ?? listedAt;
  return pricesAt > at - policy.factsMaxAgeMs ? { prices: last.prices, pricesAt } : undefined;
}

/** Counts a reading that lacked options, up to two. Only regular readings confirm that they are gone. */
const missedOnceMore = ({ optionsMissed = 0 }: ProductRecord, { isRegular }: Reading): number =>
  isRegular ? Math.min(2, optionsMissed + 1) : Math.max(1, optionsMissed);

/** Returns the time of the reading that listed the options of a product. */
const optionsListedAt = (last: Product | undefined, { listedAt = 0 }: ProductRecord): number =>
  last?.optionsAt ?? listedAt;

/** Returns whether options could not be read, or lack a choice that was listed before. */
const lacksOptions = ({ options, optionsOmitted }: ListedProduct, last: Product | undefined): boolean => {
  if (options === undefined) return !optionsOmitted;
  return lacksChoice(options, last?.options);
};

function* namesIn(listed: readonly ListedProduct[], { at }: Reading): Work<SiteFacts['groups']> {
  const names: Record<string, Stated<string>> = {};
  for (const { group, evidence } of listed) {
    yield;
    if (group.id !== undefined && group.name !== '')
      names[group.id] = { value: group.name, source: evidence.source, at };
  }
  return names;
}

/** Returns a function that names groups, with one object for all products of a group. */
function shareGroups(
  name: (group: ListedProduct['group']) => ProductGroup,
): (group: ListedProduct['group']) => ProductGroup {
  const named = new Map<number, ProductGroup>();
  return (group) => {
    if (group.id === undefined) return name(group);
    const known = named.get(group.id) ?? name(group);
    named.set(group.id, known);
    return known;
  };
}

/** Returns the group with its first known name, or else with its id as name. */
function nameGroup(
  { id, name }: ListedProduct['group'],
  groups: SiteFacts['groups'],
  { groupNames, factsMaxAgeMs }: ListingPolicy,
  { at }: Reading,
): ProductGroup {
  if (id === undefined) return { id, name };
  const stated: Stated<string> | undefined = recall(groups[id], at - factsMaxAgeMs);
  return { id, name: groupNames.get(id) ?? stated?.value ?? String(id) };
}
