import { writeCombination } from '../config/limits/combination-text.js';
import { keyOfLimit, type Limit, type Subject } from '../config/limits/limit.js';
import type { RowSubject } from '../config/limits/limit-row.js';
import type { Product } from '../stock/catalogue.js';
import type { Picked } from '../stock/combinations.js';
import { describeMiss, quote } from '../stock/finder.js';
import { foldName, indexNames, nearestNames } from '../stock/names.js';
import { type ChoiceFinder, createChoiceFinder, Miss } from './choice-finder.js';
import type { LiveSite } from './live-site.js';

/** Everything known about the products of a site. */
export type KnownSubjects = {
  /** Undefined offline. */
  readonly live: LiveSite | undefined;
  /** The limits in tables and YAML. */
  readonly limits: readonly Limit[];
  /** The names of products in tables, by id. */
  readonly productNames: ReadonlyMap<number, string>;
};

/** Finds the subjects of rows, by the names that WHMCS shows. */
export type SubjectFinder = {
  /** Finds a product by id or name. */
  product(reference: string): number | Miss;
  /** Returns the subject in WHMCS; undefined if WHMCS's list is unknown. */
  listed(product: number, subject: RowSubject): Subject | Miss | undefined;
  /**
   * Returns the subject in WHMCS, or else in a table or YAML. Offline it may be new; then there is a hint
   * with the nearest names.
   */
  any(product: number, subject: RowSubject): { readonly subject: Subject; readonly hint?: string } | Miss;
  /** Returns the key of the subject in WHMCS, or else of the subject as it is written. */
  keyOf(limit: Pick<Limit, 'product' | 'subject'>): string;
  /** Returns choices of a product as a subject. */
  subjectOf(product: Product, kind: Subject['kind'], picked: readonly Picked[]): Subject;
};

/** Finding nearest names is slow, and many misses usually have a common cause. */
const MOST_HINTS = 20;

/** Indexes a site's products once for all rows that name them. */
export function createSubjectFinder({ live, limits, productNames }: KnownSubjects): SubjectFinder {
  const products = new Map(live?.catalogue.products.map((product) => [product.id, product]));
  const choiceFinders = new Map<number, ChoiceFinder>();
  const known = new Map(limits.map((limit) => [keyOfLimit(limit), limit.subject]));
  const ids = new Set(limits.map(({ product }) => product));
  const names = new Map([...productNames, ...[...products].map(([id, { name }]) => [id, name] as const)]);
  const findProduct = indexNames([...names].map(([id, name]) => ({ id, name, aliases: [] })));
  let hints = MOST_HINTS;

  function choicesOf({ id, options }: Product): ChoiceFinder {
    const finder = choiceFinders.get(id) ?? createChoiceFinder(options ?? []);
    choiceFinders.set(id, finder);
    return finder;
  }

  function listed(id: number, subject: RowSubject): Subject | Miss | undefined {
    const product = products.get(id);
    // A missing product may be one of the unreadable ones.
    if (!live || (!product && live.catalogue.unreadable > 0)) return undefined;
    if (!product) return new Miss('product', `WHMCS does not list product ${id}`);
    if (subject.kind !== 'product' && !product.options) return undefined;
    const finder = choicesOf(product);
    const picked = finder.find(subject);
    return picked instanceof Miss ? picked : finder.subjectOf(subject.kind, picked);
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
    subjectOf: (product, kind, picked) => choicesOf(product).subjectOf(kind, picked),
    keyOf({ product, subject }) {
      const found = listed(product, subject);
      return keyOfLimit({ product, subject: found && !(found instanceof Miss) ? found : subject });
    },
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
      if (found && !(found instanceof Miss)) return { subject: found };
      const own = isComplete(subject) ? subject : findKnown(id, subject.choice);
      const same = own instanceof Miss ? undefined : known.get(keyOfLimit({ product: id, subject: own }));
      if (same) return { subject: same };
      if (found) return found;
      if (live) return new Miss('product', `the options of product ${id} could not be read from WHMCS`);
      return own instanceof Miss ? own : { subject: own, ...hintAt(id, own) };
    },
  };
}

const isComplete = (subject: RowSubject): subject is Subject =>
  subject.kind !== 'choice' || subject.option !== undefined;

function nameOf(subject: Subject): string {
  if (subject.kind === 'product') return '';
  return writeCombination(subject.kind === 'choice' ? [[subject.option, subject.choice]] : subject.when);
}
