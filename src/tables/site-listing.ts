import type { Subject } from '../config/limits/limit.js';
import type { Product } from '../stock/catalogue.js';
import type { Picked } from '../stock/combinations.js';
import { type Stock, UNKNOWN, UNLIMITED } from '../stock/stock.js';
import type { LiveSite } from './live-site.js';
import { keyOfPicked, type SubjectFinder } from './subject-finder.js';

/** A product, choice or combination that WHMCS lists, and its stock. */
export type ListedSubject = {
  readonly key: string;
  readonly product: Product;
  /** By the names that WHMCS shows. */
  readonly subject: Subject;
  /** Whether the configuration exposes the product. */
  readonly isExposed: boolean;
  readonly stock: Stock;
  readonly inUse: number | undefined;
};

type Left = Pick<ListedSubject, 'stock' | 'inUse'>;

/** Lists everything that can have limits, product by product in WHMCS's order. */
export function listSubjects(
  { catalogue, snapshot }: LiveSite,
  { choicesOf }: Pick<SubjectFinder, 'choicesOf'>,
): readonly ListedSubject[] {
  const exposed = new Set(snapshot.products.map(({ id }) => id));
  const choices = new Map<string, Left>(
    snapshot.choices.map((left) => [keyOfPicked(left.product.id, 'choice', [left]), left]),
  );
  const combinations = new Map<number, (Left & { readonly picked: readonly Picked[] })[]>();
  for (const left of snapshot.combinations)
    combinations.set(left.product.id, [...(combinations.get(left.product.id) ?? []), left]);

  return catalogue.products.flatMap((product) => {
    const isExposed = exposed.has(product.id);
    const list = (kind: Subject['kind'], picked: readonly Picked[], left?: Left): ListedSubject => {
      const key = keyOfPicked(product.id, kind, picked);
      const { stock, inUse } = left ?? choices.get(key) ?? (isExposed ? NOT_LIMITED : NOT_KNOWN);
      return { key, product, subject: choicesOf(product).subjectOf(kind, picked), isExposed, stock, inUse };
    };
    const pairs = (product.options ?? []).flatMap((option) =>
      option.choices.map((choice) => ({ option, choice })),
    );
    return [
      list('product', [], { stock: product.stock, inUse: product.usage?.units }),
      ...pairs.map((pair) => list('choice', [pair])),
      ...(combinations.get(product.id) ?? []).map((left) => list('combination', left.picked, left)),
    ];
  });
}

const NOT_LIMITED: Left = { stock: UNLIMITED, inUse: undefined };
const NOT_KNOWN: Left = { stock: UNKNOWN, inUse: undefined };
