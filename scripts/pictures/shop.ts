import type { SiteConfig } from '../../src/config/config.js';
import type { ReportedSite } from '../../src/report/reported-site.js';
import type { Product } from '../../src/stock/catalogue.js';
import { NO_LIMITS, type SiteLimits } from '../../src/stock/limits.js';
import { type Stock, UNLIMITED } from '../../src/stock/stock.js';
import { optionOf, productOf } from '../../test/support/exposed-shop.js';
import { REPORTED_AT, reportedSite } from '../../test/support/reported-site.js';

/** The made-up company in the pictures of the documentation: two shops, one of which fails. */

const GROUPS = ['Web hosting', 'KVM Frankfurt', 'KVM Tokyo', 'Dedicated servers', 'Cloud'] as const;

function shopProduct(
  id: number,
  name: string,
  group: (typeof GROUPS)[number],
  stock: number | Stock,
  changes: Partial<Product> = {},
): Product {
  const groupId = GROUPS.indexOf(group) + 1;
  return productOf(id, stock, {
    ...{ name, group: { id: groupId, name: group }, stockAt: REPORTED_AT - 5_000, ...changes },
  });
}

/** A cloud server whose locations have capacities of their own. */
const CLOUD = 30;
const LOCATIONS = optionOf(1, 'Location', [
  ['Frankfurt', undefined],
  ['Tokyo', undefined],
  ['Virginia', undefined],
]);
const [FRANKFURT, TOKYO, VIRGINIA] = LOCATIONS.choices.map(({ id }) => id);
const cloudUsage = {
  units: 88,
  choices: new Map([FRANKFURT, TOKYO, VIRGINIA].map((id, index) => [id ?? 0, [38, 28, 22][index] ?? 0])),
  ...{ sets: undefined, unsure: new Map(), unmatched: 0 },
};
/** Sold per unit of memory that is left in the cluster. */
const MEASURED = 12;

const limits: SiteLimits = {
  products: new Map([
    [MEASURED, { ...NO_LIMITS, left: { measure: 'cluster' } }],
    [
      CLOUD,
      {
        ...NO_LIMITS,
        options: new Map([
          [
            'Location',
            new Map([
              ['Frankfurt', { capacity: 50, thresholds: {} }],
              ['Tokyo', { capacity: 30, thresholds: { warning: 8 } }],
              ['Virginia', { capacity: 40, thresholds: {} }],
            ]),
          ],
        ]),
      },
    ],
  ]),
  pools: [
    { name: 'IPv4 addresses', unit: '', capacity: 256, draws: [{ product: CLOUD, units: 2 }] },
    { name: 'GPU cards', unit: 'cards', capacity: 48, draws: [{ product: 21, units: 4 }] },
    { name: 'Backup storage', unit: 'TB', capacity: 120, draws: [{ product: 3, units: 1 }] },
  ],
};

/** Returns random sales of 120 days, today first. The seed makes pictures repeatable. */
function createSales(seed: number): (perDay: number) => readonly number[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return (perDay) =>
    Array.from({ length: 120 }, () => {
      let [units, chance] = [0, random()];
      for (; chance > Math.exp(-perDay); chance *= random()) units += 1;
      return units;
    });
}

const useOf = (units: number): Partial<Product> => ({ usage: { ...cloudUsage, units, choices: new Map() } });

const admin = (name: string): Pick<SiteConfig, 'adminUrl' | 'grafanaUrl'> => ({
  adminUrl: new URL(`https://billing.${name}.example/admin/`),
  grafanaUrl: 'https://grafana.example/d/whmcs-product?var-site={site}&var-product={product_id}',
});

/** Returns the sites of the company, with forecasts. */
export async function createCompany(): Promise<readonly ReportedSite[]> {
  const sales = createSales(3);
  const nordwind = await reportedSite(
    [
      shopProduct(1, 'Web Plus', 'Web hosting', UNLIMITED, useOf(412)),
      shopProduct(2, 'WordPress Managed M', 'Web hosting', 62, useOf(138)),
      shopProduct(3, 'KVM 2 GB Frankfurt', 'KVM Frankfurt', 48, useOf(71)),
      shopProduct(4, 'KVM 8 GB Frankfurt', 'KVM Frankfurt', 9, useOf(55)),
      shopProduct(5, 'KVM 16 GB Frankfurt', 'KVM Frankfurt', 3, useOf(47)),
      shopProduct(6, 'KVM 32 GB Frankfurt', 'KVM Frankfurt', 0, useOf(20)),
      shopProduct(7, 'Storage VPS 4 TB', 'KVM Frankfurt', -2, useOf(26)),
      shopProduct(MEASURED, 'KVM 64 GB Frankfurt', 'KVM Frankfurt', 6, useOf(11)),
      shopProduct(20, 'EPYC 7443 / 256 GB / 4x2 TB NVMe', 'Dedicated servers', 2, useOf(14)),
      shopProduct(21, 'GPU server 4x L40S', 'Dedicated servers', 0, useOf(12)),
      shopProduct(CLOUD, 'Cloud server', 'Cloud', 31, { options: [LOCATIONS], usage: cloudUsage }),
    ],
    {
      site: { name: 'nordwind', ...admin('nordwind'), limits },
      measured: { cluster: 4 },
      soldOutDays: { 6: 3, 7: 0.3, 21: 12 },
      status: {
        urlHost: 'billing.nordwind.example',
        products: { limited: 10, unlimited: 1, unknown: 0 },
        forecastBasis: 'companion',
      },
      sales: {
        ...{ 1: sales(2.5), 2: sales(0.6), 3: sales(1.4), 4: sales(0.8), 5: sales(0.5), 6: sales(0.3) },
        ...{ 7: sales(0.4), [MEASURED]: sales(0.2), 20: sales(0.07), 21: sales(0.1), [CLOUD]: sales(1.1) },
      },
    },
  );
  const sakura = await reportedSite(
    [
      shopProduct(1, 'KVM 4 GB Tokyo', 'KVM Tokyo', 17),
      shopProduct(2, 'KVM 16 GB Tokyo', 'KVM Tokyo', 0),
      shopProduct(3, 'KVM 32 GB Tokyo', 'KVM Tokyo', 21),
    ],
    {
      site: { name: 'sakura', ...admin('sakura') },
      soldOutDays: { 2: 1.5 },
      sales: { 1: sales(0.4), 2: sales(0.2), 3: sales(0.1) },
      status: {
        urlHost: 'billing.sakura.example',
        products: { limited: 3, unlimited: 0, unknown: 0 },
        ...{ whmcsVersion: '8.12.0', forecastBasis: 'companion', failure: FAILURE },
      },
    },
  );
  const readAt = REPORTED_AT - 7 * 60_000;
  return [withPoolForecasts(nordwind), { ...sakura, stock: sakura.stock && { ...sakura.stock, readAt } }];
}

/** Returns a site whose pools run out as the products that draw from them. */
function withPoolForecasts({ stock, ...site }: ReportedSite): ReportedSite {
  const forecasts = stock?.snapshot.forecasts;
  if (!stock || !forecasts) return { ...site, stock };
  const pools = [CLOUD, undefined, 3].map((id) => forecasts.products.get(id ?? 0));
  return {
    ...site,
    stock: { ...stock, snapshot: { ...stock.snapshot, forecasts: { ...forecasts, pools } } },
  };
}

const FAILURE = {
  reason: 'ip_not_allowed',
  message: '',
  advice:
    'Add 203.0.113.7 in Configuration > System Settings > General Settings, tab Security, API IP Access ' +
    'Restriction.',
} as const;
