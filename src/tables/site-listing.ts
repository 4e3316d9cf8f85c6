import type { Subject } from '../config/limit.js';
import type { CombinationAvailability } from '../stock/availability.js';
import type { Product } from '../stock/catalogue.js';
import { type Stock, UNKNOWN, UNLIMITED } from '../stock/stock.js';
import type { LiveSite } from './live-site.js';
import { keyOfChoices, type SubjectFinder } from './subject-finder.js';

/** A product, choice or combination that WHMCS lists, and how much of it is left. */
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

/** Lists all that limits can be set for, product by product in WHMCS's order. */
export function listSubjects(
  { catalogue, snapshot }: LiveSite,
  { optionsOf }: Pick<SubjectFinder, 'optionsOf'>,
): readonly ListedSubject[] {
  const exposed = new Set(snapshot.products.map(({ id }) => id));
  const choices = new Map(snapshot.choices.map((left) => [keyOfChoices(left.product.id, left.choice), left]));
  const combinations = new Map<number, CombinationAvailability[]>();
  for (const left of snapshot.combinations) {
    const others = combinations.get(left.product.id);
    if (others) others.push(left);
    else combinations.set(left.product.id, [left]);
  }
  return catalogue.products.flatMap((product): readonly ListedSubject[] => {
    const isExposed = exposed.has(product.id);
    const finder = optionsOf(product);
    const pairs = (product.options ?? []).flatMap((option) =>
      option.choices.map((choice) => ({ option, choice })),
    );
    return [
      {
        ...{ key: `${product.id}`, product, subject: { kind: 'product' }, isExposed },
        ...{ stock: product.stock, inUse: product.usage?.units },
      },
      ...pairs.map((owned) => {
        const [option, choice] = finder.nameOf(owned);
        const key = keyOfChoices(product.id, owned.choice);
        const { stock, inUse } = choices.get(key) ?? {
          stock: isExposed ? UNLIMITED : UNKNOWN,
          inUse: undefined,
        };
        return {
          ...{ key, product, isExposed, stock, inUse },
          subject: { kind: 'choice' as const, option, choice },
        };
      }),
      ...(combinations.get(product.id) ?? []).map(({ picked, stock, inUse }) => {
        const key = keyOfChoices(
          product.id,
          picked.map(({ choice }) => choice),
        );
        return {
          ...{ key, product, isExposed, stock, inUse },
          subject: { kind: 'combination' as const, when: picked.map(finder.nameOf) },
        };
      }),
    ];
  });
}
