import type { Availability } from '../stock/availability.js';
import { UNKNOWN, UNLIMITED } from '../stock/catalogue.js';
import { matchPlan } from '../stock/matching.js';
import { keyOfSet } from '../stock/options.js';
import { NO_PLAN, type ProductPlan } from '../stock/plan.js';
import type { Pair } from './combination-text.js';
import type { LiveSite } from './live.js';
import { createReferences, nameOf } from './references.js';

/** What is left of something, and what of it is used. */
export type Left = Pick<Availability, 'stock' | 'inUse'>;

/** What WHMCS shows of a site, by ids. */
export type LiveIndex = {
  /** @param choice undefined for one that WHMCS does not have. */
  choice(product: number, choice: number | undefined): Left;
  /** @param key of the set of its choices. */
  combination(product: number, key: string): Left;
  /** Every combination of a product whose plan asks for all. */
  everyCombination(product: number, plan: ProductPlan): readonly Labelled[];
};

type Labelled = { readonly key: string; readonly label: readonly Pair[] };

const NOT_KNOWN: Left = { stock: UNKNOWN, inUse: undefined };
const NOT_LIMITED: Left = { stock: UNLIMITED, inUse: undefined };

/** Indexes a site's stock once for all the rows that tell of it. */
export function indexLive({ site, catalogue, snapshot }: LiveSite): LiveIndex {
  const products = new Map(catalogue.products.map((product) => [product.id, product]));
  const exposed = new Set(snapshot.products.map(({ id }) => id));
  const choices = new Map(snapshot.choices.map((left) => [`${left.product.id} ${left.choice.id}`, left]));
  const combinations = new Map<string, Left>();
  const before = new Map<number, number>();
  const keysOf = (id: number): readonly string[] => {
    const product = products.get(id);
    const plan = site.plans.products.get(id) ?? NO_PLAN;
    if (!product) return [];
    return matchPlan(product, plan, () => {}).combinations.map((set) =>
      keyOfSet(set.choices.map((choice) => choice.id)),
    );
  };
  const keys = new Map<number, readonly string[]>();
  for (const left of snapshot.combinations) {
    const { id } = left.product;
    const known = keys.get(id) ?? keysOf(id);
    keys.set(id, known);
    const index = before.get(id) ?? 0; // the snapshot has them in the same order
    before.set(id, index + 1);
    combinations.set(`${id} ${known[index]}`, left);
  }

  return {
    choice(product, choice) {
      const left = choices.get(`${product} ${choice}`);
      return left ?? (choice !== undefined && exposed.has(product) ? NOT_LIMITED : NOT_KNOWN);
    },
    combination: (product, key) => combinations.get(`${product} ${key}`) ?? NOT_KNOWN,
    everyCombination(id, plan) {
      const product = products.get(id);
      if (!product?.options) return [];
      const references = createReferences(product.options);
      const owners = new Map(
        product.options.flatMap((option) => option.choices.map((choice) => [choice, option])),
      );
      return matchPlan(product, plan, () => {}).combinations.map((set) => ({
        key: keyOfSet(set.choices.map((choice) => choice.id)),
        label: set.choices.flatMap((choice): readonly Pair[] => {
          const option = owners.get(choice);
          if (!option) return [];
          return [
            [nameOf(option, references.option), nameOf(choice, (name) => references.choice(option, name))],
          ];
        }),
      }));
    },
  };
}
