import type { ManySites } from './collecting.js';
import type { Case, Effort } from './serving.js';
import type { BigShop } from './stalls.js';

/** How much a run measures. */
export type Extent = {
  readonly cases: readonly Case[];
  readonly effort: Effort;
  readonly bigShops: readonly BigShop[];
  readonly stallSeconds: number;
  readonly manySites: readonly ManySites[];
  readonly database: { readonly products: number; readonly seconds: number };
  readonly starts: number;
  readonly sales: number;
  readonly prometheus: { readonly sites: number; readonly products: number; readonly seconds: number };
  readonly ruleMinutes: number;
};

/** The sizes that have a promise. A product of the simulated shops has about six series. */
const PROMISED: readonly Case[] = [
  { sites: 1, products: 150, peers: true },
  { sites: 40, products: 400, peers: true },
  { sites: 200, products: 400, peers: false },
];

const FULL: Extent = {
  cases: [
    ...PROMISED,
    { sites: 1, products: 5, peers: false },
    { sites: 4, products: 400, peers: true },
    { sites: 10, products: 50, peers: false },
    { sites: 100, products: 50, peers: false },
    { sites: 1_000, products: 50, peers: false },
  ],
  effort: { spaced: 40, rounds: 10, spanMs: 1_000 },
  bigShops: [
    { sites: 1, products: 20_000, bytesPerProduct: 1_000, intervalMs: 5_000 },
    { sites: 5, products: 20_000, bytesPerProduct: 300, intervalMs: 30_000 },
  ],
  stallSeconds: 60,
  manySites: [
    { sites: 100, latencyMs: 100 },
    { sites: 1_000, latencyMs: 50 },
  ],
  database: { products: 16_000, seconds: 30 },
  starts: 5,
  sales: 10,
  prometheus: { sites: 40, products: 400, seconds: 600 },
  ruleMinutes: 17,
};

export const EXTENTS: Readonly<Record<'full' | 'promises' | 'quick', Extent>> = {
  full: FULL,
  promises: { ...FULL, cases: PROMISED },
  quick: {
    cases: [
      { sites: 1, products: 150, peers: true },
      { sites: 10, products: 50, peers: false },
    ],
    effort: { spaced: 5, rounds: 3, spanMs: 200 },
    bigShops: [{ sites: 1, products: 2_000, bytesPerProduct: 1_000, intervalMs: 5_000 }],
    stallSeconds: 10,
    manySites: [{ sites: 50, latencyMs: 50 }],
    database: { products: 500, seconds: 5 },
    starts: 1,
    sales: 3,
    prometheus: { sites: 2, products: 200, seconds: 20 },
    ruleMinutes: 1,
  },
};
