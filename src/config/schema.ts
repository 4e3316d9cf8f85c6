import * as z from 'zod';
import { alerts } from './alerts-schema.js';
import { pools, products, thresholds } from './limits/limits-schema.js';
import { prometheus } from './prometheus-schema.js';
import { settings } from './settings-schema.js';
import { flag, text, whole } from './values.js';

const group = z.union(
  [
    text('a name'),
    z.strictObject({
      name: text('a name').optional().describe('Name of the group, which the classic API does not return.'),
      thresholds: thresholds.optional().describe('Replace those of the site.'),
      alerts: alerts.optional().describe('Go before those of the site.'),
    }),
  ],
  { error: 'expected a name, or name, thresholds and alerts' },
);

const webhook = z.strictObject(
  {
    secret: text('a secret').optional().describe('Secret that calls are signed with, 16 characters or more.'),
    secret_file: text('a path').optional().describe('File that holds the secret.'),
    previous_secret: text('a secret')
      .optional()
      .describe('The secret before a change, accepted as well until WHMCS has the new one.'),
    previous_secret_file: text('a path').optional().describe('File that holds the previous secret.'),
  },
  { error: 'expected secret or secret_file' },
);

/**
 * A text that does not look like a path may be a secret, and messages about tables begin with their paths.
 */
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
      .describe('Name of the site in metrics, logs and alerts.'),
    url: text('an address such as https://billing.example.com/').describe(
      "WHMCS's root, or the full address of includes/api.php.",
    ),
    admin_url: text('an address such as https://billing.example.com/admin/')
      .optional()
      .describe("Address of WHMCS's admin area, for links to products. whmcs_site_links exposes it."),
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
    ...settings,
    webhook: webhook
      .optional()
      .describe(
        'Accept signed calls of the companion at /webhooks/whmcs/NAME, and read what changed at once.',
      ),
    groups: z
      .record(
        z.string().regex(/^\d+$/, { error: 'expected the id of the group in WHMCS, a number' }),
        group,
        {
          error: 'expected names by group id',
        },
      )
      .optional()
      .describe('Product groups by id: their name, or their name, thresholds and alerts.'),
    products: products.optional().describe('Limits of products.'),
    limits: z
      .union([tablePath, z.array(tablePath)], { error: 'expected the path of a table, or a list of paths' })
      .optional()
      .describe(
        'Tables (CSV) of capacities and thresholds, beside or instead of products. discover writes them.',
      ),
    pools: pools.optional().describe('Resources that several products or choices draw from.'),
    allow_insecure_http: flag
      .optional()
      .describe('Accept an http:// url that is not this machine. The secret then travels in clear.'),
  },
  { error: 'expected a site: name, url, identifier and secret' },
);

/** The form of the file. Every key is described for editors. */
export const configSchema = z.strictObject(
  {
    collector: z
      .strictObject(
        {
          concurrency: whole(1, 1024)
            .optional()
            .describe(
              'API calls at once over all sites; four times as many slow calls may run beside them. ' +
                'Default 8.',
            ),
        },
        { error: 'expected concurrency' },
      )
      .optional()
      .describe('Settings over all sites.'),
    prometheus: prometheus.optional().describe('The Prometheus that capacities are queried from.'),
    defaults: z
      .strictObject(settings, { error: 'expected keys of a site' })
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
