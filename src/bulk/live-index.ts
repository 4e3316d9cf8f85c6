import type { Availability } from '../stock/availability.js';
import { idsOf } from '../stock/combinations.js';
import { matchPlan } from '../stock/matching.js';
import { keyOfSet } from '../stock/options.js';
import type { ProductPlan } from '../stock/plan.js';
import { UNKNOWN, UNLIMITED } from '../stock/stock.js';
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
export function indexLive({ catalogue, snapshot }: LiveSite): LiveIndex {
  const products = new Map(catalogue.products.map((product) => [product.id, product]));
  const exposed = new Set(snapshot.products.map(({ id }) => id));
  const choices = new Map(snapshot.choices.map((left) => [`${left.product.id} ${left.choice.id}`, left]));
  const combinations = new Map(
    snapshot.combinations.map((left) => [`${left.product.id} ${keyOfSet(idsOf(left))}`, left]),
  );

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
      return matchPlan(product, plan, () => {}).combinations.map((set) => ({
        key: keyOfSet(idsOf(set)),
        label: set.picked.map(
          ({ option, choice }): Pair => [
            nameOf(option, references.option),
            nameOf(choice, (name) => references.choice(option, name)),
          ],
        ),
      }));
    },
  };
}
