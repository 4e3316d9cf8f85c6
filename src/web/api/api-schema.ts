import * as z from 'zod';
import { configSchema } from '../../config/schema.js';
import { STOCK_STATES } from '../../stock/stock-state.js';

const stockIn = (quantity: z.ZodNumber) =>
  z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('limited'), quantity }),
      z.strictObject({ kind: z.literal('unlimited') }),
      z.strictObject({ kind: z.literal('unknown'), reason: z.enum(['not_stated', 'not_counted', 'stale']) }),
    ])
    .describe('Units left: a number (below 0 if oversold), no limit, or unknown with the reason.');

const stock = stockIn(z.number().int());

const available = {
  stock,
  state: z.enum(STOCK_STATES).describe('low is at or below the highest threshold.'),
  thresholds: z.strictObject({ warning: z.number().optional(), critical: z.number().optional() }),
};

const room = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('limited'), quantity: z.number().int(), limit: z.string() }),
    z.strictObject({
      kind: z.literal('unknown'),
      reason: z.enum(['not_measured', 'not_counted', 'stale']),
      limit: z.string(),
    }),
  ])
  .optional()
  .describe(
    'Units that still fit by measured capacity, and the limit that leaves the least room or is unknown. ' +
      'Left out if nothing is measured.',
  );

const limits = {
  capacity: z.number().optional().describe('Left out if there is none.'),
  in_use: z.number().optional().describe('Units in use; left out if they were not counted.'),
  room,
};

const option = z.strictObject({
  option_id: z.number().int(),
  option: z.string(),
  choice_id: z.number().int(),
  choice: z.string(),
  ...available,
  ...limits,
});

const combination = z.strictObject({ combination: z.string(), ...available, ...limits });

const forecast = z
  .strictObject({
    per_day: z.number(),
    days_left: z.strictObject({ early: z.number(), median: z.number() }),
  })
  .optional()
  .describe(
    'Expected sales per day, and days until the stock is gone: early in one of ten cases, median in half.',
  );

const product = z.strictObject({
  site: z.string(),
  id: z.number().int(),
  name: z.string(),
  group: z.strictObject({ id: z.number().int().optional(), name: z.string() }),
  visibility: z.enum(['public', 'hidden', 'retired', 'unknown']),
  ...available,
  in_use: limits.in_use,
  room,
  source: z.enum(['companion', 'store', 'classic']).describe('Where its stock was read.'),
  changed_at: z.string().optional().describe('When its stock last changed; left out if never observed.'),
  sold_out_since: z
    .string()
    .optional()
    .describe(
      'When it was first seen sold out. If changed_at is earlier or missing, it was sold out before that.',
    ),
  forecast,
  options: z.array(option).optional().describe('With expand=options.'),
  combinations: z.array(combination).optional().describe('With expand=combinations.'),
});

const pool = z.strictObject({
  site: z.string(),
  name: z.string(),
  unit: z.string(),
  stock: stockIn(z.number()),
  capacity: z.number().optional().describe('Left out if it is unknown, or if only left is measured.'),
  in_use: z
    .number()
    .optional()
    .describe('The least possible number if some units match no choice; left out if unknown.'),
  forecast,
});

const site = z.strictObject({
  name: z.string(),
  url_host: z.string(),
  state: z.enum(['starting', 'up', 'failing', 'stale']),
  reason: z.string().optional().describe('Why its last collection failed.'),
  meaning: z.string().optional().describe('The reason in words. `check SITE` finds the cause.'),
  source: z.enum(['companion', 'store', 'classic']).optional(),
  whmcs_version: z.string().optional(),
  products: z
    .strictObject({ limited: z.number(), unlimited: z.number(), unknown: z.number() })
    .optional()
    .describe('The number of products by kind of stock.'),
  notes: z.array(z.string()).describe('Problems with options, combinations and pools.'),
});

/** The data of every answer of the API. They are the contract: keys are added, and never changed. */
export const apiSchemas = {
  stock: z.strictObject({ products: z.array(product) }),
  pools: z.strictObject({ pools: z.array(pool) }),
  sites: z.strictObject({ sites: z.array(site) }),
  config: configSchema,
  buildinfo: z.strictObject({ version: z.string(), revision: z.string(), node_version: z.string() }),
};

/** The answer to an invalid request. */
export const apiErrorSchema = z.strictObject({
  status: z.literal('error'),
  errorType: z.literal('bad_data'),
  error: z.string().describe('What is wrong, in words.'),
});

export type StockAnswer = z.input<typeof apiSchemas.stock>;
export type PoolsAnswer = z.input<typeof apiSchemas.pools>;
export type ErrorAnswer = z.input<typeof apiErrorSchema>;
export type SitesAnswer = z.input<typeof apiSchemas.sites>;
export type BuildAnswer = z.input<typeof apiSchemas.buildinfo>;
export type ProductAnswer = StockAnswer['products'][number];

const several = <T extends z.ZodType>(each: T) => z.array(each).optional();

/** The parameters of `/api/v1/stock`. Each may be repeated; values of one are alternatives. */
export const stockQuery = z.strictObject({
  site: several(z.string()).describe('Name of a site.'),
  group: several(z.string()).describe('Id or name of a product group.'),
  product: several(z.string()).describe('Id or name of a product.'),
  state: several(z.enum(STOCK_STATES)).describe('State of the stock of the product.'),
  expand: several(z.enum(['options', 'combinations'])).describe('What to list below each product.'),
});

/** The parameters of `/api/v1/pools`. */
export const poolsQuery = stockQuery.pick({ site: true });

export type PoolsQuery = z.output<typeof poolsQuery>;
export type StockQuery = z.output<typeof stockQuery>;
