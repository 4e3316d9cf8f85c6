import { SEVERITIES, type Thresholds } from './thresholds.js';

/** What the operator says of a choice or of a combination. */
export type Plan = {
  /** Units there are in all; undefined where only use is of interest. */
  readonly capacity: number | undefined;
  readonly thresholds: Thresholds;
};

/** A set of choices that is limited, or watched, as one: the name or id of a choice by the name or id of its option. */
export type CombinationPlan = Plan & { readonly when: ReadonlyMap<string, string> };

/** What the operator says of a product. */
export type ProductPlan = {
  readonly thresholds: Thresholds;
  /** By the option's name or id, then by the choice's. */
  readonly options: ReadonlyMap<string, ReadonlyMap<string, Plan>>;
  readonly combinations: readonly CombinationPlan[];
  /** Whether every set of one choice of each dropdown and radio option is a combination too. */
  readonly everyCombination: boolean;
};

/** A resource that several products or choices draw from. */
export type PoolPlan = {
  readonly name: string;
  readonly capacity: number;
  /** Such as `GB`; empty where it has none. */
  readonly unit: string;
  readonly draws: readonly Draw[];
};

/** What one unit takes out of a pool: of a product as a whole, or of each of an option's choices. */
export type Draw =
  | { readonly product: number; readonly units: number }
  | { readonly product: number; readonly option: string; readonly choices: ReadonlyMap<string, number> };

export const NO_PLAN: ProductPlan = {
  ...{ thresholds: {}, options: new Map(), combinations: [], everyCombination: false },
};

/**
 * Joins what is set for one thing under two of its names. If both set a value, the first counts.
 *
 * @returns whether the second sets another value, which is lost.
 */
export function joinPlans(first: Plan, second: Plan): { readonly plan: Plan; readonly isLost: boolean } {
  const plan = {
    capacity: first.capacity ?? second.capacity,
    thresholds: { ...second.thresholds, ...first.thresholds },
  };
  const isLost =
    (second.capacity ?? plan.capacity) !== plan.capacity ||
    SEVERITIES.some(
      (severity) => (second.thresholds[severity] ?? plan.thresholds[severity]) !== plan.thresholds[severity],
    );
  return { plan, isLost };
}

/** Returns whether anything is set for the options of a product. */
export const plansOptions = ({ options, combinations, everyCombination }: ProductPlan): boolean =>
  options.size > 0 || combinations.length > 0 || everyCombination;

/** What the operator says of a site's products. */
export type SitePlans = {
  readonly products: ReadonlyMap<number, ProductPlan>;
  readonly pools: readonly PoolPlan[];
};

/** Products whose units in use something that the operator says hangs on. */
export function productsInUse({ products, pools }: SitePlans): ReadonlySet<number> {
  const planned = [...products].filter(([, plan]) => plansOptions(plan));
  const drawn = pools.flatMap(({ draws }) => draws.map(({ product }) => product));
  return new Set([...planned.map(([id]) => id), ...drawn]);
}
