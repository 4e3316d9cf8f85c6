import { type Amount, isSameAmount, type Measure, type Measured } from './measure.js';
import { SEVERITIES, type Thresholds } from './thresholds.js';

/** The limits of a choice or of a combination. */
export type Limits = {
  /** Units in all; undefined if only their use is of interest. */
  readonly capacity: Amount | undefined;
  /** The units left, if they are measured. */
  readonly left?: Measured | undefined;
  readonly thresholds: Thresholds;
};

/** The limits of several choices together. Keys are names or ids of options, values those of choices. */
export type CombinationLimits = Limits & { readonly when: ReadonlyMap<string, string> };

/** The limits of a product, of its choices and of their combinations. */
export type ProductLimits = {
  /** How many units of the product fit in total, as measured. Its stock is set in WHMCS. */
  readonly capacity?: Measured | undefined;
  /** How many more units fit, as measured. */
  readonly left?: Measured | undefined;
  readonly thresholds: Thresholds;
  /** By the name or id of the option, then of the choice. */
  readonly options: ReadonlyMap<string, ReadonlyMap<string, Limits>>;
  readonly combinations: readonly CombinationLimits[];
  /** Whether every set of one choice of each dropdown and radio option is a combination too. */
  readonly everyCombination: boolean;
};

/** A resource that several products or choices draw from. */
export type Pool = {
  readonly name: string;
  /** Its total; undefined if only the units left are measured. */
  readonly capacity: Amount | undefined;
  /** The units left, if they are measured. */
  readonly left?: Measured | undefined;
  /** Such as `GB`; empty if it has none. */
  readonly unit: string;
  readonly draws: readonly Draw[];
};

/** What one unit of a product, or of each choice of an option, takes from a pool. */
export type Draw =
  | { readonly product: number; readonly units: number }
  | { readonly product: number; readonly option: string; readonly choices: ReadonlyMap<string, number> };

export const NO_LIMITS: ProductLimits = {
  thresholds: {},
  options: new Map(),
  combinations: [],
  everyCombination: false,
};

/**
 * Merges the limits of one subject that is configured under two names. If both set a value, the first counts.
 *
 * @returns whether a different value of the second was ignored.
 */
export function joinLimits(
  first: Limits,
  second: Limits,
): { readonly limits: Limits; readonly isLost: boolean } {
  const limits = {
    capacity: first.capacity ?? second.capacity,
    left: first.left ?? second.left,
    thresholds: { ...second.thresholds, ...first.thresholds },
  };
  const isLost =
    !isSameAmount(second.capacity ?? limits.capacity, limits.capacity) ||
    !isSameAmount(second.left ?? limits.left, limits.left) ||
    SEVERITIES.some(
      (severity) =>
        (second.thresholds[severity] ?? limits.thresholds[severity]) !== limits.thresholds[severity],
    );
  return { limits, isLost };
}

/** Returns whether a product has limits for options. */
export const limitsOptions = (limits: ProductLimits): boolean =>
  limits.options.size > 0 || limitsCombinations(limits);

/** Returns whether a product has limits for combinations. */
export const limitsCombinations = ({ combinations, everyCombination }: ProductLimits): boolean =>
  combinations.length > 0 || everyCombination;

/** The limits of a site's products. */
export type SiteLimits = {
  readonly products: ReadonlyMap<number, ProductLimits>;
  readonly pools: readonly Pool[];
  /** The queries that measure the limits. */
  readonly measures?: readonly Measure[];
};

/** Returns the products whose units in use are needed for a limit. */
export function productsInUse({ products, pools }: SiteLimits): ReadonlySet<number> {
  const limited = [...products].filter(([, limits]) => limitsOptions(limits) || limits.capacity);
  const counted = pools.filter(({ capacity }) => capacity !== undefined);
  const drawn = counted.flatMap(({ draws }) => draws.map(({ product }) => product));
  return new Set([...limited.map(([id]) => id), ...drawn]);
}
