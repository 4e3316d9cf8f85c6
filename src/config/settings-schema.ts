import * as z from 'zod';
import { SOURCE_NAMES } from '../stock/catalogue.js';
import { SERVICE_STATUSES } from '../stock/service-statuses.js';
import { alerts } from './alerts-schema.js';
import { grafanaUrl } from './grafana-url.js';
import { thresholds } from './limits/limits-schema.js';
import { reaching } from './reaching-schema.js';
import { DAY, duration, flag, id, list, regexp, SECOND, size, text, whole } from './values.js';

const selector = z.strictObject(
  {
    ids: list(id, 'product ids').describe('Products by id.'),
    groups: list(
      z.union([z.number().int().positive(), text('a group id or a pattern')], {
        error: 'expected a group id or a pattern',
      }),
      'group ids or patterns',
    ).describe('Products by their group: its id, or a pattern over its name.'),
    names: list(text('a pattern'), 'patterns').describe(
      'Products by a pattern over their name; * is any text, case is ignored.',
    ),
  },
  { error: 'expected ids, groups or names' },
);

const name = (what: string) =>
  z.string({ error: `expected ${what}` }).regex(/^[A-Za-z0-9_]{1,64}$/, { error: `expected ${what}` });

/** Fields of a request that hold the action and the credentials. */
const SET_BY_EVERY_CALL: ReadonlySet<string> = new Set([
  ...['action', 'responsetype', 'identifier', 'secret', 'accesskey'],
]);

const companion = z.strictObject(
  {
    action: name('the name of an API action')
      .exactOptional()
      .describe('Name of the API action. Default GetProductDetails, which the companion adds to WHMCS.'),
    parameter: name('the name of a field')
      .refine((field) => !SET_BY_EVERY_CALL.has(field), {
        error: "every call sets this field itself; expected the field that takes the product's id",
      })
      .exactOptional()
      .describe(
        'Only for an action of your own that returns one product per call: the field that takes the ' +
          "product's id.",
      ),
  },
  { error: 'expected action or parameter' },
);

const usage = z.strictObject(
  {
    products: z
      .enum(['all', 'configured', 'none'], { error: 'expected all, configured or none' })
      .exactOptional()
      .describe(
        'Products whose units in use are counted. Default configured: those with limits of options, ' +
          'combinations or pools.',
      ),
    statuses: z
      .array(z.enum(SERVICE_STATUSES, { error: `expected some of ${SERVICE_STATUSES.join(', ')}` }), {
        error: 'expected a list of statuses',
      })
      .min(1, { error: 'expected at least one status' })
      .exactOptional()
      .describe('Statuses of services that use units. Default Pending, Active, Suspended.'),
    interval: duration(SECOND, DAY, '5m')
      .exactOptional()
      .describe(
        'Time between two counts of units in use. Default 5m, or a third of max_age if that is less.',
      ),
    page_size: whole(1, 10_000)
      .exactOptional()
      .describe('Services per page of GetClientsProducts. Default 250.'),
  },
  { error: 'expected products, statuses, interval or page_size' },
);

const forecast = z.strictObject(
  {
    cover: duration(DAY, 366 * DAY, '30d')
      .exactOptional()
      .describe('How long an order should last. Default 30d.'),
  },
  { error: 'expected true, false, or cover' },
);

/** Keys that a site and `defaults` share. Their defaults are in `site-settings.ts`. */
export const settings = {
  ...reaching('WHMCS'),
  source: z
    .enum(['auto', ...SOURCE_NAMES], {
      error: `expected auto, ${SOURCE_NAMES.slice(0, -1).join(', ')} or ${SOURCE_NAMES.at(-1)}`,
    })
    .exactOptional()
    .describe('How stock is read. Default auto: the best source that answers.'),
  companion: companion.exactOptional().describe('The API action that the source companion calls.'),
  interval: duration(SECOND, DAY, '60s or 5m')
    .exactOptional()
    .describe('Time between two collections. Default 60s.'),
  timeout: duration(100, 10 * 60_000, '10s')
    .exactOptional()
    .describe('Deadline of one API call, its retries included. Default 10s.'),
  max_age: duration(SECOND, 30 * DAY, '15m')
    .exactOptional()
    .describe('Stock older than this is withdrawn. Default 15m.'),
  concurrency: whole(1, 64).exactOptional().describe('API calls at once to the site. Default 1.'),
  body_limit: size.exactOptional().describe('Largest API answer to read, decompressed. Default 64MiB.'),
  thresholds: thresholds
    .exactOptional()
    .describe('Thresholds of stock, exposed for alerts. Those of a group or a product replace them.'),
  alerts: alerts
    .exactOptional()
    .describe('Severity of the alerts on stock. Those of a group or a product go before.'),
  usage: usage.exactOptional().describe('How units in use are counted.'),
  stock_pattern: regexp
    .exactOptional()
    .describe(
      'Regular expression (RE2) with one group around the number, for choices whose names show their ' +
        'stock, such as Tokyo (3 left).',
    ),
  grafana_url: grafanaUrl
    .exactOptional()
    .describe(
      'Address of Grafana, or of a dashboard with {site} and {product_id}, for links on the stock page.',
    ),
  forecast: z
    .union([flag, forecast], { error: 'expected true, false, or cover' })
    .exactOptional()
    .describe('Forecast demand and when stock runs out. Default true.'),
  prices: flag.exactOptional().describe('Expose the prices of products. Default false.'),
  series_limit: whole(1, 10_000_000)
    .exactOptional()
    .describe('Limit of stock series for the site. Default 1000000.'),
  include: selector.exactOptional().describe('Only these products. Default: all.'),
  exclude: selector.exactOptional().describe('Not these products, even if include matches them.'),
  stock_controlled: z
    .union([z.literal('all'), selector], { error: 'expected all, or ids, groups or names' })
    .exactOptional()
    .describe(
      'Products that have stock control on in WHMCS: their 0 means sold out. The classic API does not say ' +
        'whether 0 means that or no limit.',
    ),
  unlimited: z
    .union([z.literal('all'), selector], { error: 'expected all, or ids, groups or names' })
    .exactOptional()
    .describe(
      'Products that have stock control off in WHMCS: the number that the classic API shows means ' +
        'nothing. Of this key and stock_controlled, the one that names products replaces the one that says ' +
        'all.',
    ),
  facts_max_age: duration(SECOND, 366 * DAY, '30d')
    .exactOptional()
    .describe(
      'How long a stock control, visibility or group name holds that a source stated, while none states ' +
        'it again. Default 30d.',
    ),
  confirm_loss: flag
    .exactOptional()
    .describe(
      'Show the loss of more than half of the products, and at least 20, only when the next reading ' +
        'confirms it. Default true.',
    ),
  totals: z
    .enum(['check', 'ignore'], { error: 'expected check or ignore' })
    .exactOptional()
    .describe(
      'Whether a list of products must be as long as WHMCS itself counts. Set ignore for a WHMCS that ' +
        'always counts otherwise. Default check.',
    ),
};

export type ParsedSettings = z.output<z.ZodObject<typeof settings>>;
export type ParsedSelector = z.output<typeof selector>;
