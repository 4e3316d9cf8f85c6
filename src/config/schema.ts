import { z } from 'zod';
import { SOURCE_NAMES } from '../stock/catalogue.js';
import { pools, products, thresholds } from './limits-schema.js';
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

const group = z.union(
  [
    text('a name'),
    z.strictObject({
      name: text('a name').optional().describe('Name of the group, which the classic API does not tell.'),
      thresholds: thresholds.optional(),
    }),
  ],
  { error: 'expected a name, or name and thresholds' },
);

const name = (what: string) =>
  z.string({ error: `expected ${what}` }).regex(/^[A-Za-z0-9_]{1,64}$/, { error: `expected ${what}` });

const companion = z.strictObject(
  {
    action: name('the name of an API action')
      .optional()
      .describe('Name of the API action. Default GetProductDetails, which the companion adds to WHMCS.'),
    parameter: name('the name of a field')
      .optional()
      .describe(
        "Only for an action of your own that tells of one product a call: the field that takes the product's id.",
      ),
  },
  { error: 'expected action or parameter' },
);

const webhook = z.strictObject(
  {
    secret: text('a secret').optional().describe('What calls are signed with: 16 characters or more.'),
    secret_file: text('a path').optional().describe('File that holds the secret.'),
  },
  { error: 'expected secret or secret_file' },
);

const SERVICE_STATUSES = [
  'Pending',
  'Active',
  'Completed',
  'Suspended',
  'Terminated',
  'Cancelled',
  'Fraud',
] as const;

const usage = z.strictObject(
  {
    products: z
      .enum(['all', 'configured', 'none'], { error: 'expected all, configured or none' })
      .optional()
      .describe(
        'Of which products units in use are counted. Default: all by the companion, otherwise those with options, combinations or pools.',
      ),
    statuses: z
      .array(z.enum(SERVICE_STATUSES, { error: `expected some of ${SERVICE_STATUSES.join(', ')}` }), {
        error: 'expected a list of statuses',
      })
      .min(1, { error: 'expected at least one status' })
      .optional()
      .describe('Statuses of services that hold units. Default Pending, Active, Suspended.'),
    interval: duration(SECOND, DAY, '5m')
      .optional()
      .describe(
        'Time between two pagings through GetClientsProducts. Default 5m, or a third of max_age if that is less.',
      ),
    page_size: whole(1, 10_000).optional().describe('Services asked for in one page. Default 250.'),
  },
  { error: 'expected products, statuses, interval or page_size' },
);

const tls = z.strictObject(
  {
    ca_file: text('a path')
      .optional()
      .describe('PEM file of the authorities to trust instead of the usual ones.'),
    server_name: z
      .string({ error: 'expected a host name' })
      .regex(/^(?=.*[A-Za-z])[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$/, { error: 'expected a host name' })
      .optional()
      .describe(
        'Name that the certificate is for, if it is not the host of url, such as an origin behind a CDN.',
      ),
  },
  { error: 'expected ca_file or server_name' },
);

const reaching = {
  tls: tls.optional().describe('How the certificate of WHMCS is verified.'),
  proxy: text('the address of a proxy such as http://proxy:3128')
    .optional()
    .describe('HTTP proxy to reach WHMCS through.'),
  no_proxy: z
    .union([text('host names'), z.array(text('a host name'))], { error: 'expected host names' })
    .optional()
    .describe('Hosts, domains, IP addresses or ranges to reach without the proxy, as in NO_PROXY.'),
  proxy_from_environment: flag
    .optional()
    .describe('Use the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. Default false.'),
};

const choosing = {
  ...reaching,
  source: z
    .enum(['auto', ...SOURCE_NAMES], {
      error: `expected auto, ${SOURCE_NAMES.slice(0, -1).join(', ')} or ${SOURCE_NAMES.at(-1)}`,
    })
    .optional()
    .describe('How stock is read. Default auto: the best of the three that is there.'),
  companion: companion.optional().describe('The API action that the source companion calls.'),
  interval: duration(SECOND, DAY, '60s or 5m')
    .optional()
    .describe('Time between two collections. Default 60s.'),
  timeout: duration(100, 10 * 60_000, '10s')
    .optional()
    .describe('Deadline of one API call, its retries included. Default 10s.'),
  max_age: duration(SECOND, 30 * DAY, '15m')
    .optional()
    .describe('Stock older than this is withdrawn. Default 15m.'),
  concurrency: whole(1, 64).optional().describe('API calls at once to the site. Default 1.'),
  body_limit: size.optional().describe('Largest API answer to read, decompressed. Default 64MiB.'),
  thresholds: thresholds
    .optional()
    .describe('Levels of stock, exposed for alerts. Nearer ones, of a group or a product, go before them.'),
  usage: usage.optional().describe('How the units are counted that services hold of options.'),
  stock_pattern: regexp
    .optional()
    .describe(
      'Regular expression (RE2) with one group around the number, for choices whose names tell their stock, such as Tokyo (3 left).',
    ),
  series_limit: whole(1, 10_000_000)
    .optional()
    .describe('Most series of stock exposed of the site. Default 100000.'),
  include: selector.optional().describe('Only these products. Default: all.'),
  exclude: selector.optional().describe('Not these products. Goes before include.'),
  stock_controlled: z
    .union([z.literal('all'), selector], { error: 'expected all, or ids, groups or names' })
    .optional()
    .describe(
      'Products known to have stock control on in WHMCS: their 0 means sold out, where the classic API leaves open whether it means that or no limit.',
    ),
};

/** What looks like no path may be a secret, and messages about tables begin with their paths. */
const tablePath = z
  .string({ error: 'expected the path of a table' })
  .regex(/[./]/, { error: 'expected the path of a table such as stock.csv' });

const site = z.strictObject(
  {
    name: z
      .string({ error: 'expected a name' })
      .regex(/^[A-Za-z0-9._-]{1,64}$/, {
        error: 'expected a name of up to 64 letters, digits, dots, dashes or underscores',
      })
      .describe('What the site is called in metrics, logs and alerts.'),
    url: text('an address such as https://billing.example.com/').describe(
      "WHMCS's root, or the full address of includes/api.php.",
    ),
    identifier: text('the identifier of an API credential')
      .optional()
      .describe('Identifier of the API credential.'),
    identifier_file: text('a path').optional().describe('File that holds the identifier.'),
    secret: text('the secret of an API credential').optional().describe('Secret of the API credential.'),
    secret_file: text('a path').optional().describe('File that holds the secret.'),
    access_key: z
      .string({ error: 'expected an access key' })
      .optional()
      .describe('$api_access_key of WHMCS, if it has one.'),
    access_key_file: text('a path').optional().describe('File that holds the access key.'),
    ...choosing,
    webhook: webhook
      .optional()
      .describe(
        'Accept signed calls of the companion at /webhooks/whmcs/NAME, to read what changed at once.',
      ),
    groups: z
      .record(z.string().regex(/^\d+$/, { error: 'expected a group id' }), group, {
        error: 'expected names by group id',
      })
      .optional()
      .describe('Product groups by id: their name, or their name and thresholds.'),
    products: products.optional().describe('What is particular to products.'),
    limits: z
      .union([tablePath, z.array(tablePath)], { error: 'expected the path of a table, or a list of paths' })
      .optional()
      .describe(
        'Tables (CSV) of capacities and thresholds, beside or in place of products. discover writes them.',
      ),
    pools: pools.optional().describe('Resources that several products or choices draw from.'),
    allow_insecure_http: flag
      .optional()
      .describe('Accept an http:// url that is not this machine. The secret then travels in clear.'),
  },
  { error: 'expected a site: name, url, identifier and secret' },
);

/** The file's form. Every key is described for editors; the defaults are filled in by `site.ts`. */
export const configSchema = z.strictObject(
  {
    collector: z
      .strictObject(
        {
          concurrency: whole(1, 1024)
            .optional()
            .describe(
              'API calls at once over all sites; four times as many slow ones may run beside them. Default 8.',
            ),
        },
        { error: 'expected concurrency' },
      )
      .optional(),
    defaults: z
      .strictObject(choosing, { error: 'expected keys of a site' })
      .optional()
      .describe('Values for sites that do not set their own.'),
    sites: z
      .array(site, { error: 'expected a list of sites' })
      .min(1, { error: 'expected at least one site' })
      .describe('The WHMCS installations to read.'),
  },
  { error: 'expected a configuration with sites' },
);

export type ParsedConfig = z.output<typeof configSchema>;
export type ParsedSite = ParsedConfig['sites'][number];
export type ParsedUsage = z.output<typeof usage>;
export type ParsedSelector = z.output<typeof selector>;
