import type { Subject } from '../config/limits/limit.js';
import type { CombinationAvailability } from '../stock/availability.js';
import type { Product } from '../stock/catalogue.js';
import { type Stock, UNKNOWN, UNLIMITED } from '../stock/stock.js';
import type { LiveSite } from './live-site.js';
import type { SubjectFinder } from './subject-finder.js';

/** A product, choice or combination that WHMCS lists, and its stock. */
export type ListedSubject = {
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
  { subjectOf }: Pick<SubjectFinder, 'subjectOf'>,
): readonly ListedSubject[] {
  const exposed = new Set(snapshot.products.map(({ id }) => id));
  const choicesLeft = new Map<object, Left>(snapshot.choices.map((left) => [left.choice, left]));
  const combinations = new Map<number, CombinationAvailability[]>();
  for (const left of snapshot.combinations) {
    const others = combinations.get(left.product.id);
    if (others) others.push(left);
    else combinations.set(left.product.id, [left]);
  }
  return catalogue.products.flatMap((product) => {
    const isExposed = exposed.has(product.id);
    const otherwise = { stock: isExposed ? UNLIMITED : UNKNOWN, inUse: undefined };
    const list = (subject: Subject, { stock, inUse }: Left) => ({
      product,
      subject,
      isExposed,
      stock,
      inUse,
    });
    return [
      list({ kind: 'product' }, { stock: product.stock, inUse: product.usage?.units }),
      ...(product.options ?? []).flatMap((option) =>
        option.choices.map((choice) =>
          list(subjectOf(product, 'choice', [{ option, choice }]), choicesLeft.get(choice) ?? otherwise),
        ),
      ),
      ...(combinations.get(product.id) ?? []).map((left) =>
        list(subjectOf(product, 'combination', left.picked), left),
      ),
    ];
  });
}
