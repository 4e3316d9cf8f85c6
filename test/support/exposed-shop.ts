import type { ExposedStock } from '../../src/collector/exposed-stock.js';
import type { SiteStatus } from '../../src/collector/status.js';
import type { SiteConfig } from '../../src/config/config.js';
import type { Product } from '../../src/stock/catalogue.js';
import type { Forecasts } from '../../src/stock/forecast.js';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { advance, type Movement, NO_MOVEMENT } from '../../src/stock/movement.js';
import type { Option } from '../../src/stock/options.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { limited, type Stock, UNLIMITED } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { STATED } from './judged.js';
import { siteConfig } from './site.js';

/** The status of a site that is up. */
export const STATUS: SiteStatus = {
  name: 'main',
  urlHost: 'shop.test',
  lastAttempt: new Date(),
  lastSuccess: new Date(),
  failure: undefined,
  intervalMs: 60_000,
  maxAgeMs: 900_000,
  source: 'companion',
  whmcsVersion: '8.13.1',
  products: { limited: 30, unlimited: 4, unknown: 2 },
  notes: [],
};

/** Returns a product, with defaults for what a test does not set. */
export const productOf = (id: number, stock: number | Stock, changes: Partial<Product> = {}): Product => ({
  ...STATED,
  ...{ id, name: `KVM ${id}`, group: { id: 1, name: 'VPS' }, type: 'server', module: 'kvm' },
  ...{ payType: 'recurring', visibility: 'public', options: undefined, usage: undefined },
  stock: typeof stock === 'number' ? limited(stock) : stock,
  ...changes,
});

/** Returns an option whose choices show the units left, if any, in their names. */
export const optionOf = (
  id: number,
  name: string,
  choices: readonly (readonly [name: string, left: number | undefined])[],
): Option => ({
  ...{ id, name, aliases: [], kind: 'dropdown' },
  choices: choices.map(([text, left], index) => ({
    ...{ id: 10 * id + index, name: text, aliases: [], hidden: false, capacity: undefined },
    namedStock: left === undefined ? UNLIMITED : limited(left),
  })),
});

/** Returns limits that show every combination of a product's choices. */
export const withChoices = (id: number): Pick<SiteConfig, 'limits'> => ({
  limits: {
    products: new Map([
      [id, { thresholds: {}, options: new Map(), combinations: [], everyCombination: true }],
    ]),
    pools: [],
  },
});

/** Returns limits in which a query measures what is left of each product. The query's name is the id. */
export const measuring = (...ids: readonly number[]): Pick<SiteConfig, 'limits'> => ({
  limits: {
    products: new Map(ids.map((id) => [id, { ...NO_LIMITS, left: { measure: String(id) } }])),
    pools: [],
  },
});

/** The parts of a shop that a test changes. */
type Changes = {
  readonly site?: Partial<SiteConfig>;
  readonly movement?: Movement;
  readonly forecasts?: Forecasts;
  readonly hasProducts?: boolean;
  readonly hasOptions?: boolean;
  /** Results of queries, by query name. */
  readonly measured?: Readonly<Record<string, number>>;
};

/** Returns the exposed stock of a site, and the site. Products warn at 5. */
export function exposedShop(products: readonly Product[], changes: Changes = {}) {
  const thresholds = { site: { warning: 5 }, groups: new Map() };
  const site = siteConfig({ thresholds, ...changes.site });
  const snapshot = finish(
    takeSnapshot(
      site,
      { source: 'companion', products, unreadable: 0 },
      ({ measure }) => changes.measured?.[measure],
    ),
  );
  const stock: ExposedStock = {
    snapshot: { ...snapshot, forecasts: changes.forecasts },
    movement: changes.movement ?? finish(advance(NO_MOVEMENT, products)),
    hasProducts: changes.hasProducts ?? true,
    hasOptions: changes.hasOptions ?? true,
    readAt: Date.now(),
  };
  return { site, stock };
}
