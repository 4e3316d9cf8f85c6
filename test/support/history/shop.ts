import type { Reason } from '../../../src/whmcs/reasons.js';
import type { Habit } from '../../bench/year-of-sales.js';

/** How the stock of a product ends. */
export type Ending =
  | 'plenty'
  | 'low'
  | 'running out'
  | 'running out again'
  | 'restocked'
  | 'sold out today'
  | 'sold out for days'
  | 'oversold';

type Listed = {
  readonly id: number;
  readonly product: string;
  readonly group: string;
  readonly visibility?: string;
};

export type LimitedProduct = Listed & {
  readonly kind: 'limited';
  readonly habit: Habit;
  readonly ends?: Ending;
  readonly thresholds?: { readonly warning: number; readonly critical: number };
};

export type ShopProduct = LimitedProduct | (Listed & { readonly kind: 'unlimited' | 'unknown' });

type Counted = { readonly capacity: number; readonly inUse: number; readonly warning: number };

/** A choice of an option of the product with this id. */
type ChoiceOf = {
  readonly id: number;
  readonly option: { readonly id: number; readonly name: string };
  readonly choice: string;
};

export type ShopChoice = ChoiceOf & Counted;

export type ShopCombination = Counted & {
  readonly id: number;
  readonly choices: Readonly<Record<string, string>>;
};

export type ShopPool = {
  readonly name: string;
  readonly unit: string;
  readonly capacity: number;
  readonly draws: readonly (ChoiceOf & { readonly takes: number; readonly inUse: number })[];
};

/** An API action that reads the site: median latency, and bytes of a response. */
export type ShopAction = { readonly action: string; readonly seconds: number; readonly bytes: number };

/** A made-up hosting company, and how its WHMCS answers. */
export type Shop = {
  readonly site: string;
  readonly host: string;
  readonly source: string;
  readonly version: string;
  readonly interval: number;
  readonly actions: readonly ShopAction[];
  readonly products: readonly ShopProduct[];
  readonly choices?: readonly ShopChoice[];
  readonly combinations?: readonly ShopCombination[];
  readonly pool?: ShopPool;
  /** Hours before the end. */
  readonly outage?: { readonly from: number; readonly to: number; readonly reason: Reason };
  /** The share of requests that fail for a reason. */
  readonly mishaps?: Readonly<Partial<Record<Reason, number>>>;
  readonly slowEvenings?: boolean;
  readonly webhook?: boolean;
};
