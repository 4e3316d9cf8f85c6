import { writeCombination } from '../config/limits/combination-text.js';
import { keyOfSubject, type Limit, type Subject } from '../config/limits/limit.js';
import type { RowSubject } from '../config/limits/limit-row.js';
import type { Product } from '../stock/catalogue.js';
import { keyOfSet } from '../stock/choice-sets.js';
import type { Picked } from '../stock/combinations.js';
import { describeMiss, quote } from '../stock/finder.js';
import { foldName, indexNames, nearestNames } from '../stock/names.js';
import { type ChoiceFinder, createChoiceFinder, Miss } from './choice-finder.js';
import type { LiveSite } from './live-site.js';

/** A product, a choice or a combination. */
export type FoundSubject = {
  /** The same for all names of one subject. */
  readonly key: string;
  readonly product: number;
  /** With the names that WHMCS shows, or else with the names of the row. */
  readonly subject: Subject;
  /** The nearest names, if the subject is new. */
  readonly hint?: string;
};

/** Everything known about the products of a site. */
export type KnownSubjects = {
  /** Undefined offline. */
  readonly live: LiveSite | undefined;
  /** The limits in tables and YAML. */
  readonly limits: readonly Limit[];
  /** The names of products in tables, by id. */
  readonly productNames: ReadonlyMap<number, string>;
};

/** Finds the subjects of rows. */
export type SubjectFinder = {
  /** Finds a product by id or name. */
  product(reference: string): number | Miss;
  /** Returns the subject in WHMCS; undefined if WHMCS's list is unknown. */
  listed(product: number, subject: RowSubject): FoundSubject | Miss | undefined;
  /** Returns the subject in WHMCS, or else in a table or YAML. Offline it may be new. */
  any(product: number, subject: RowSubject): FoundSubject | Miss;
  /** Returns the key of the subject in WHMCS, or else a key made of its names. */
  keyOf(limit: Limit): string;
  choicesOf(product: Product): ChoiceFinder;
};

type Picks = { readonly finder: ChoiceFinder; readonly picked: readonly Picked[]; readonly key: string };

/** Finding nearest names is slow, and many misses usually have a common cause. */
const MOST_HINTS = 20;

/** Returns the key of a product, or of a set of its choices. */
export const keyOfPicked = (product: number, kind: Subject['kind'], picked: readonly Picked[]): string =>
  `${product} ${kind} ${keyOfSet(picked.map(({ choice }) => choice.id))}`;

const keyOfNames = (product: number, subject: Subject): string => `${product} ${keyOfSubject(subject)}`;

/** Indexes a site's products once for all rows that name them. */
export function createSubjectFinder({ live, limits, productNames }: KnownSubjects): SubjectFinder {
  const products = new Map(live?.catalogue.products.map((product) => [product.id, product]));
  const choiceFinders = new Map<number, ChoiceFinder>();
  const known = new Map(limits.map((limit) => [keyOfNames(limit.product, limit.subject), limit]));
  const ids = new Set(limits.map(({ product }) => product));
  const names = new Map([...productNames, ...[...products].map(([id, { name }]) => [id, name] as const)]);
  const findProduct = indexNames([...names].map(([id, name]) => ({ id, name, aliases: [] })));
  let hints = MOST_HINTS;

  function choicesOf({ id, options }: Product): ChoiceFinder {
    const finder = choiceFinders.get(id) ?? createChoiceFinder(options ?? []);
    choiceFinders.set(id, finder);
    return finder;
  }

  function pick(id: number, subject: RowSubject): Picks | Miss | undefined {
    const product = products.get(id);
    // A missing product may be one of the unreadable ones.
    if (!live || (!product && live.catalogue.unreadable > 0)) return undefined;
    if (!product) return new Miss('product', `WHMCS does not list product ${id}`);
    if (subject.kind !== 'product' && !product.options) return undefined;
    const finder = choicesOf(product);
    const picked = finder.find(subject);
    return picked instanceof Miss ? picked : { finder, picked, key: keyOfPicked(id, subject.kind, picked) };
  }

  function listed(id: number, subject: RowSubject): FoundSubject | Miss | undefined {
    const found = pick(id, subject);
    if (!found || found instanceof Miss) return found;
    return { key: found.key, product: id, subject: found.finder.subjectOf(subject.kind, found.picked) };
  }

  function keyOf({ product, subject }: Pick<Limit, 'product' | 'subject'>): string {
    const found = pick(product, subject);
    return found && !(found instanceof Miss) ? found.key : keyOfNames(product, subject);
  }

  /** Finds the option of a choice in tables and YAML. */
  function findKnown(id: number, choice: string): Subject | Miss {
    const [only, ...more] = limits.filter(
      ({ product, subject }) =>
        product === id && subject.kind === 'choice' && foldName(subject.choice) === foldName(choice),
    );
    if (only && more.length === 0) return only.subject;
    const why = only ? 'several options have such a choice' : 'no table has such a choice';
    return new Miss('option', `empty, and ${why}; name the option`);
  }

  function hintAt(id: number, subject: Subject): { readonly hint?: string } {
    const others = limits.filter(({ product }) => product === id).map((limit) => nameOf(limit.subject));
    hints -= 1;
    if (subject.kind === 'product' || others.length === 0 || hints < 0) return {};
    const nearest = nearestNames(nameOf(subject), others).map(quote).join(', ');
    return { hint: `${quote(nameOf(subject))} is new for product ${id}; nearest: ${nearest}` };
  }

  return {
    listed,
    keyOf,
    choicesOf,
    product(reference) {
      const id = /^\d{1,10}$/.test(reference) ? Number(reference) : 0;
      if (names.has(id) || ids.has(id) || (!live && id > 0 && id < 2 ** 31)) return id;
      const found = findProduct(reference);
      if (found.kind === 'one') return found.thing.id;
      hints -= 1;
      const miss = found.kind === 'none' && (id > 0 || hints < 0) ? { ...found, nearest: () => [] } : found;
      return new Miss('product', describeMiss(miss, 'product', reference));
    },
    any(id, subject) {
      const found = listed(id, subject);
      if (found && !(found instanceof Miss)) return found;
      const own = isComplete(subject) ? subject : findKnown(id, subject.choice);
      const same = own instanceof Miss ? undefined : known.get(keyOfNames(id, own));
      if (same) return { key: keyOf(same), product: id, subject: same.subject };
      if (found) return found;
      if (live) return new Miss('product', `the options of product ${id} could not be read from WHMCS`);
      if (own instanceof Miss) return own;
      return { key: keyOfNames(id, own), product: id, subject: own, ...hintAt(id, own) };
    },
  };
}

const isComplete = (subject: RowSubject): subject is Subject =>
  subject.kind !== 'choice' || subject.option !== undefined;

function nameOf(subject: Subject): string {
  if (subject.kind === 'product') return '';
  return writeCombination(subject.kind === 'choice' ? [[subject.option, subject.choice]] : subject.when);
}
