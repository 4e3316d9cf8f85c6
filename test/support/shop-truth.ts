import { expect } from '@jest/globals';
import { type Limits, NO_LIMITS, type SiteLimits } from '../../src/stock/limits.js';
import type { SoldOut } from '../../src/stock/sold-out.js';
import type { ChangingShop } from './changing-shop.js';
import { capacities } from './limited-shop.js';
import type { Truth } from './shop-happenings.js';

export const MAX_AGE_MS = 300_000;
/** Of each choice. */
const CAPACITY = 6;
const COMBINATION_CAPACITY = 4;
/** So large that the pool limits no choice. */
const POOL_CAPACITY = 1_000;
/** What a process that is killed may not have saved yet. */
const UNSAVED_MS = 30_000;

/** What is true of all products at one time, by their ids. */
export type Moment = { readonly at: number; readonly truths: ReadonlyMap<number, Truth> };

/** A course until now. */
type Course = {
  readonly shop: ChangingShop;
  readonly past: readonly Moment[];
  /** When the exporter was killed. */
  readonly kills: readonly number[];
  readonly now: number;
};

/** Returns limits of all choices, of a combination per product, and of a pool that two products draw from. */
export function limitsOfShop(shop: ChangingShop): SiteLimits {
  const products = shop.products.map(({ id, options }) => {
    const limited = options.map(
      (option) =>
        [
          String(option.id),
          capacities(Object.fromEntries(option.values.map((value) => [value.id, CAPACITY]))),
        ] as const,
    );
    const when = new Map(
      shop.combination(id).map((choice) => [String(Math.floor(choice / 10)), String(choice)]),
    );
    const combination: Limits = { capacity: COMBINATION_CAPACITY, thresholds: {} };
    const combinations = when.size > 0 ? [{ ...combination, when }] : [];
    return [id, { ...NO_LIMITS, options: new Map(limited), combinations }] as const;
  });
  const choices = new Map(
    shop
      .combination(1)
      .map((choice) => [String(choice), 1] as const)
      .slice(0, 1),
  );
  const draws = [
    { product: 1, units: 2 },
    ...(choices.size > 0 ? [{ product: 1, option: '10', choices }] : []),
    ...(shop.products.length > 1 ? [{ product: 2, units: 3 }] : []),
  ];
  return {
    products: new Map(products),
    pools: [{ name: 'ram', unit: '', capacity: POOL_CAPACITY, draws }],
  };
}

export const label = (key: string, name: string): string =>
  new RegExp(`[{,]${name}="([^"]*)"`).exec(key)?.[1] ?? '';

/** Checks that every number was true within max_age. */
export function checkNumbers(series: ReadonlyMap<string, number>, course: Course): void {
  for (const [key, value] of series) {
    const id = Number(label(key, 'product_id'));
    const facts = factsOf(course, id, key, value);
    const name = key.slice(0, key.indexOf('{'));
    if (name === 'whmcs_product_stock')
      expectOneOf(
        facts,
        facts.truths.map(({ quantity }) => quantity),
      );
    if (name === 'whmcs_product_option_stock') checkLeft(facts, leftOfChoice(facts, idsOf(facts)));
    if (name === 'whmcs_product_combination_stock')
      checkCombination(facts, leftOfCombination(facts, course, id));
    if (name === 'whmcs_product_option_in_use') checkInUse(facts);
    if (name === 'whmcs_pool_stock') expectOneOf(facts, leftOfPool(course));
  }
}

/** Checks that everything that the cart refuses was sold out within max_age. */
export function checkSoldOut(soldOut: readonly SoldOut[] | undefined, course: Course): void {
  for (const one of soldOut ?? []) {
    const facts = factsOf(course, one.pid, JSON.stringify(one), 0);
    const left = () => {
      if ('choice' in one) return leftOfChoice(facts, [one.choice]);
      if ('combination' in one) return leftOfCombination(facts, course, one.pid);
      return facts.truths.map(({ quantity }) => quantity);
    };
    expect([facts.key, Math.min(...left()) <= 0]).toEqual([facts.key, true]);
  }
}

const truthsOf = (course: Course, id: number): readonly Truth[] =>
  recent(course).flatMap(({ truths }) => truths.get(id) ?? []);

const factsOf = (course: Course, id: number, key: string, value: number): Facts => ({
  key,
  value,
  truths: truthsOf(course, id),
  hidden: hiddenNames(course, id),
});

/** A number that is shown, what is true of its product, and the names of hidden choices that may be kept. */
type Facts = {
  readonly key: string;
  readonly value: number;
  readonly truths: readonly Truth[];
  readonly hidden: readonly Named[];
};
type Named = readonly [id: number, name: string];

const expectOneOf = ({ key, value }: Facts, numbers: readonly number[]): void =>
  expect([key, [...new Set(numbers)]]).toEqual([key, expect.arrayContaining([value])]);

const isReadable = ({ truths }: Facts): boolean => truths.every((truth) => truth.isReadable);

/** Checks units left. If a service can't be read, they may be shown as sold out: at most what was left. */
function checkLeft(facts: Facts, left: readonly number[]): void {
  if (facts.value > 0 || isReadable(facts)) expectOneOf(facts, left);
  else if (facts.value < 0) expect(Math.min(...left)).toBeLessThanOrEqual(facts.value);
}

/** Checks units left of a combination. If the product is sold out, the units in use may be unknown. */
function checkCombination(facts: Facts, left: readonly number[]): void {
  if (facts.value !== 0) checkLeft(facts, left);
  else if (isReadable(facts)) expect(Math.min(...left)).toBeLessThanOrEqual(0);
}

/** Units in use are a minimum, because the services of a choice that was renamed match none. */
function checkInUse(facts: Facts): void {
  const held = idsOf(facts).flatMap((id) => facts.truths.map((truth) => truth.held.get(id) ?? 0));
  expect(Math.max(...held)).toBeGreaterThanOrEqual(facts.value);
}

const leftOfChoice = (facts: Facts, ids: readonly number[]): readonly number[] =>
  ids.flatMap((id) =>
    facts.truths.flatMap(({ held }) =>
      namedOf(facts, id).map((named) => Math.min(CAPACITY - (held.get(id) ?? 0), named)),
    ),
  );

/**
 * Units in use were counted at one time; the stock and the names of choices may be read at another. Stock
 * control that was once stated off is remembered. A source that does not state it shows a bare number.
 */
function leftOfCombination(facts: Facts, { shop, past }: Course, id: number): readonly number[] {
  const ids = shop.combination(id);
  const stated = new Set(facts.truths.map(({ quantity }) => quantity));
  if (past.some(({ truths }) => truths.get(id)?.stockControl === false)) stated.add(Number.POSITIVE_INFINITY);
  let limits = [...stated];
  for (const choice of ids)
    limits = limits.flatMap((limit) => namedOf(facts, choice).map((named) => Math.min(limit, named)));
  return facts.truths.flatMap(({ held, combined }) => {
    const ofChoices = ids.map((choice) => CAPACITY - (held.get(choice) ?? 0));
    const left = Math.min(COMBINATION_CAPACITY - combined, ...ofChoices);
    return [...new Set(limits)].map((limit) => Math.max(Math.min(left, limit), 0 - combined));
  });
}

function leftOfPool(course: Course): readonly number[] {
  const [drawing = 0] = course.shop.combination(1);
  const drawn = truthsOf(course, 1).map(({ units, held }) => 2 * units + (held.get(drawing) ?? 0));
  const others = course.shop.products.length > 1 ? truthsOf(course, 2).map(({ units }) => 3 * units) : [0];
  return drawn.flatMap((one) => others.map((other) => POOL_CAPACITY - one - other));
}

/** Returns the stock that the name of a choice may have stated. A hidden choice may be kept without it. */
const namedOf = ({ truths, hidden }: Facts, id: number): readonly number[] => {
  const stated = truths.map(({ named }) => named.get(id) ?? Number.POSITIVE_INFINITY);
  return [...new Set([...stated, ...(hidden.some(([one]) => one === id) ? [Number.POSITIVE_INFINITY] : [])])];
};

/** Returns the ids of the choices that a series may be of. */
function idsOf({ key, truths, hidden }: Facts): readonly number[] {
  const named = [...truths.flatMap(({ names }) => [...names]), ...hidden];
  return [...new Set(named.filter(([id, name]) => isNamed(key, id, name)).map(([id]) => id))];
}

/** Two choices of the same name are distinguished by their ids. */
const isNamed = (key: string, id: number, name: string): boolean =>
  Math.floor(id / 10) === Number(label(key, 'option_id')) &&
  [name, `${name} #${id}`].includes(label(key, 'choice'));

/** Returns the moments that numbers may be of, and the one before them, which lasted into them. */
const recent = ({ past, now }: Course): readonly Moment[] => since(past, now - MAX_AGE_MS);

const since = (past: readonly Moment[], time: number): readonly Moment[] =>
  past.slice(
    Math.max(
      0,
      past.findLastIndex(({ at }) => at <= time),
    ),
  );

/**
 * Returns the names of choices while they were hidden, which are kept until the companion lists the product
 * again: no other source lists hidden choices. They may be those of a count, which is as old as max_age.
 */
function hiddenNames({ past, kills }: Course, id: number): readonly Named[] {
  const listings = past.map(({ truths }) => truths.get(id)?.listings ?? 0);
  const isSaved = (at: number) => !kills.some((kill) => at <= kill && at > kill - UNSAVED_MS);
  const last = past.findLastIndex(
    ({ at }, index) => listings[index] !== (listings[index - 1] ?? 0) && isSaved(at),
  );
  const kept = since(past, (past[Math.max(0, last - 1)]?.at ?? 0) - MAX_AGE_MS);
  return kept.flatMap(({ truths }) => {
    const { names = [], hidden = new Set() } = truths.get(id) ?? {};
    return [...names].filter(([choice]) => hidden.has(choice));
  });
}
