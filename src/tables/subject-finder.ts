import { writeCombination } from '../config/combination-text.js';
import { keyOfSubject, type Limit, type Subject } from '../config/limit.js';
import type { RowSubject } from '../config/limit-row.js';
import type { Product } from '../stock/catalogue.js';
import { quote } from '../stock/finder.js';
import { foldName, nearestNames } from '../stock/names.js';
import { type Choice, keyOfSet } from '../stock/options.js';
import type { LiveSite } from './live-site.js';
import { createOptionFinder, inSeveralOptions, Miss, type OptionFinder } from './option-finder.js';

/** A product, a choice or a combination. */
export type FoundSubject = {
  /** The same for all names of one subject. */
  readonly key: string;
  readonly product: number;
  /** By the names that WHMCS shows, or else by those it was found by. */
  readonly subject: Subject;
  /** What may have been meant by a name that is new. */
  readonly hint?: string;
};

/** What is known of a site's products. */
export type KnownSubjects = {
  /** Undefined offline. */
  readonly live: LiveSite | undefined;
  /** What tables and YAML set limits for. */
  readonly limits: readonly Limit[];
  /** What tables call products, by id. */
  readonly productNames: ReadonlyMap<number, string>;
};

/** Finds what rows are about. */
export type SubjectFinder = {
  /** Finds a product by id or name. */
  product(reference: string): number | Miss;
  /** Returns what WHMCS lists; undefined if that is unknown. */
  listed(product: number, subject: RowSubject): FoundSubject | Miss | undefined;
  /** Returns the key of what WHMCS lists, or else one of its names alone. */
  keyOf(limit: Limit): string;
  /** Returns what WHMCS lists, or else what a table or YAML names so. Offline it may be new. */
  any(product: number, subject: RowSubject): FoundSubject | Miss;
  optionsOf(product: Product): OptionFinder;
};

const keyOfNames = (product: number, subject: Subject): string => `${product} ${keyOfSubject(subject)}`;

/** Returns the key of a choice, or of a combination of choices, that WHMCS lists. */
export const keyOfChoices = (product: number, choice: Choice | readonly Choice[]): string =>
  'id' in choice ? `${product} #${choice.id}` : `${product} set ${keyOfSet(choice.map(({ id }) => id))}`;

/** Nearest names take long to find among many products, and many misses have one cause. */
const MOST_HINTS = 20;

/** Indexes a site's products once for all rows that name them. */
export function createSubjectFinder({ live, limits, productNames }: KnownSubjects): SubjectFinder {
  const products = new Map(live?.catalogue.products.map((product) => [product.id, product]));
  const optionFinders = new Map<number, OptionFinder>();

  function optionsOf({ id, options }: Product): OptionFinder {
    const finder = optionFinders.get(id) ?? createOptionFinder(options ?? []);
    optionFinders.set(id, finder);
    return finder;
  }

  function listed(id: number, subject: RowSubject): FoundSubject | Miss | undefined {
    const product = products.get(id);
    if (!live || (!product && live.catalogue.unreadable > 0)) return undefined; // it may be an unreadable one
    if (!product) return new Miss('product', `WHMCS does not list product ${id}`);
    if (subject.kind === 'product') return { key: `${id}`, product: id, subject };
    if (!product.options) return undefined;
    const finder = optionsOf(product);
    if (subject.kind === 'choice') {
      const found = finder.choice(subject.option, subject.choice);
      if (found instanceof Miss) return found;
      const [option, choice] = finder.nameOf(found);
      return {
        key: keyOfChoices(id, found.choice),
        product: id,
        subject: { kind: 'choice', option, choice },
      };
    }
    const found = finder.combination(subject.when);
    if (found instanceof Miss) return found;
    const key = keyOfChoices(
      id,
      found.map(({ choice }) => choice),
    );
    return { key, product: id, subject: { kind: 'combination', when: found.map(finder.nameOf) } };
  }

  function keyOf({ product, subject }: Pick<Limit, 'product' | 'subject'>): string {
    const found = listed(product, subject);
    return found && !(found instanceof Miss) ? found.key : keyOfNames(product, subject);
  }

  const known = new Map<string, FoundSubject>();
  const knownByChoice = new Map<string, FoundSubject[]>();
  for (const { product, subject } of limits) {
    const own = { key: keyOf({ product, subject }), product, subject };
    known.set(keyOfNames(product, subject), own);
    if (subject.kind !== 'choice') continue;
    const choiceKey = `${product} ${foldName(subject.choice)}`;
    knownByChoice.set(choiceKey, [...(knownByChoice.get(choiceKey) ?? []), own]);
  }

  function findKnown(id: number, subject: RowSubject): FoundSubject | Miss | undefined {
    if (subject.kind !== 'choice' || subject.option !== undefined) return known.get(keyOfNames(id, subject));
    const [only, ...more] = knownByChoice.get(`${id} ${foldName(subject.choice)}`) ?? [];
    if (only && more.length > 0) {
      const options = [only, ...more].map((found) =>
        found.subject.kind === 'choice' ? found.subject.option : '',
      );
      return inSeveralOptions(subject.choice, options);
    }
    return only;
  }

  let hints = 0;
  function hintAt(id: number, subject: Subject): { readonly hint?: string } {
    const names = [...known.values()]
      .filter(({ product }) => product === id)
      .map((found) => nameOf(found.subject));
    if (subject.kind === 'product' || names.length === 0 || hints >= MOST_HINTS) return {};
    hints += 1;
    const nearest = nearestNames(nameOf(subject), names).map(quote).join(', ');
    return { hint: `${quote(nameOf(subject))} is new for product ${id}; nearest: ${nearest}` };
  }

  return {
    product: createProductFinder(products, live !== undefined, productNames, limits),
    listed,
    keyOf,
    optionsOf,
    any(id, subject) {
      const found = listed(id, subject);
      if (found && !(found instanceof Miss)) return found;
      const other = findKnown(id, subject);
      if (other) return other;
      if (found) return found;
      if (live) return new Miss('product', `the options of product ${id} could not be read from WHMCS`);
      if (subject.kind === 'choice' && subject.option === undefined)
        return new Miss(
          'option',
          `empty, and no table has a choice ${quote(subject.choice)}; name its option`,
        );
      return { key: keyOfNames(id, subject), product: id, subject, ...hintAt(id, subject) };
    },
  };
}

function nameOf(subject: Subject): string {
  if (subject.kind === 'product') return '';
  return writeCombination(subject.kind === 'choice' ? [[subject.option, subject.choice]] : subject.when);
}

function createProductFinder(
  products: ReadonlyMap<number, Product>,
  isLive: boolean,
  tableNames: ReadonlyMap<number, string>,
  limits: readonly Limit[],
): SubjectFinder['product'] {
  const names = new Map([
    ...tableNames,
    ...[...products.values()].map(({ id, name }) => [id, name] as const),
  ]);
  const ids = new Set([...names.keys(), ...limits.map(({ product }) => product)]);
  const byName = new Map<string, number[]>();
  for (const [id, name] of names) {
    const key = foldName(name);
    byName.set(key, [...(byName.get(key) ?? []), id]);
  }
  let misses = 0;

  return (reference) => {
    const id = /^\d{1,10}$/.test(reference) ? Number(reference) : undefined;
    if (id !== undefined && (ids.has(id) || (!isLive && id > 0 && id < 2 ** 31))) return id;
    const [only, ...more] = byName.get(foldName(reference)) ?? [];
    if (only !== undefined && more.length > 0)
      return new Miss(
        'product',
        `${quote(reference)} is the name of products ${[only, ...more].join(', ')}; use an id`,
      );
    if (only !== undefined) return only;
    misses += 1;
    const nearest =
      misses > MOST_HINTS || id !== undefined ? [] : nearestNames(reference, [...names.values()]).map(quote);
    const hint = nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : '';
    return new Miss(
      'product',
      `no product in ${isLive ? 'WHMCS' : 'the tables'} has the id or name ${quote(reference)}${hint}`,
    );
  };
}
