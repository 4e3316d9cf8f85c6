import { settle } from './held-clock.js';
import { type Answer, type Parts, refusal, running } from './running-collector.js';
import type { siteConfig } from './site.js';

/** What is true of a product. */
export type Truth = {
  readonly id: number;
  readonly name: string;
  readonly gid: number;
  /** Undefined where not even the companion can say. */
  readonly control: boolean | undefined;
  readonly quantity: number;
  readonly visibility: 'public' | 'hidden' | 'retired';
};

/** A product of each kind that can be stated. */
export const FACTS = {
  'control on, a number': { control: true, quantity: 7 },
  'control on, 0': { control: true, quantity: 0 },
  'control on, negative': { control: true, quantity: -3 },
  'control off, a number left behind': { control: false, quantity: 9 },
  'control off, 0': { control: false, quantity: 0 },
  'control unknown, 0': { control: undefined, quantity: 0 },
  'hidden, 0': { control: true, quantity: 0, visibility: 'hidden' },
  'hidden, control off': { control: false, quantity: 5, visibility: 'hidden' },
  'retired, a number': { control: true, quantity: 4, visibility: 'retired' },
} as const satisfies Readonly<Record<string, Partial<Truth>>>;
export type FactName = keyof typeof FACTS;
export const FACT_NAMES = Object.keys(FACTS) as readonly FactName[]; // they are its keys

const GROUPS: Readonly<Record<number, string>> = { 1: 'VPS', 2: 'Storage' };

/** A simulated WHMCS that a test changes. */
export type Shop = {
  truths: Truth[];
  /** What answers in place of the companion, the storefront and `GetProducts`. */
  readonly broken: Map<'GetProductDetails' | 'store' | 'GetProducts', Answer>;
  hasStore: boolean;
  /** Whether `GetProducts` shows numbers, as from WHMCS 8.12 on. */
  hasNumbers: boolean;
  /** How far the numbers of `GetProducts` are off. */
  offset: number;
};

/** What is shown of a product. */
export type Shown = {
  readonly stock: number | 'unlimited' | 'unknown';
  readonly visibility: string;
  readonly group: string;
  readonly name: string;
};

/** A shop whose sources a test takes away, with what the exporter shows of it. */
export function factualShop(
  changes: Parameters<typeof siteConfig>[0] = {},
  parts: Parts = {},
  before?: Shop,
) {
  const truths: Truth[] = FACT_NAMES.map((name, index) => ({
    ...{ id: index + 1, name, gid: 1, visibility: 'public' },
    ...FACTS[name],
  }));
  const shop: Shop = before ?? { truths, broken: new Map(), hasStore: false, hasNumbers: true, offset: 0 };
  const run = running(
    (action, _site, params) => {
      const ids = params.get('productids') ?? params.get('pid');
      const wanted = shop.truths.filter(({ id }) => ids === null || ids.split(',').includes(String(id)));
      if (action === 'GetProductDetails') return shop.broken.get(action) ?? list(wanted.map(asCompanion));
      if (action === 'GetProducts')
        return shop.broken.get(action) ?? list(wanted.map((truth) => asClassic(truth, shop)));
      if (!action.startsWith('store/')) return refusal('Invalid Permissions: x');
      if (!shop.hasStore) return { status: 404, body: 'not found' };
      return shop.broken.get('store') ?? asStore(action, shop.truths, Number(params.get('page') ?? 1));
    },
    { source: 'auto', ...changes },
    ['main'],
    8,
    parts,
  );
  return {
    ...run,
    shop,
    /** Lets the configured interval pass, so that there is one more reading. */
    read: async (times = 1) => {
      for (let reading = 0; reading < times; reading += 1) await run.clock.advance(60_000);
    },
    async reload(more: Parameters<typeof siteConfig>[0] = {}) {
      const sites = run.sites.map((site) => ({ ...site, ...more, digest: 'two' }));
      await run.collector.reconfigure({ collector: { concurrency: 8 }, sites });
      await settle();
      await run.clock.advance(0);
    },
    async shown(): Promise<ReadonlyMap<number, Shown>> {
      const series = [...(await run.series())];
      return new Map(
        series.flatMap(([key]) => {
          if (!key.startsWith('whmcs_product_info{')) return [];
          const label = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(key)?.[1] ?? '';
          const of = (family: string) =>
            series.find(
              ([other]) =>
                other.startsWith(`${family}{`) && other.includes(`product_id="${label('product_id')}"`),
            );
          const isUnlimited = of('whmcs_product_stock_control')?.[1] === 0;
          const stock = of('whmcs_product_stock')?.[1] ?? (isUnlimited ? 'unlimited' : 'unknown');
          const { visibility, group, name } = {
            visibility: label('visibility'),
            group: label(',group'),
            name: label('product'),
          };
          return [[Number(label('product_id')), { stock, visibility, group, name }] as const];
        }),
      );
    },
    value: async (family: string) => (await run.series()).get(`${family}{site="main"}`),
  };
}

const list = (product: readonly object[]): Answer => ({
  body: { result: 'success', totalresults: product.length, products: { product } },
});

const asClassic = (
  { id, gid, name, quantity }: Truth,
  { hasNumbers, offset }: { readonly hasNumbers: boolean; readonly offset: number },
) => ({
  ...{ pid: id, gid, name },
  ...(hasNumbers ? { quantity_available: quantity + offset } : {}),
});

const asCompanion = ({ control, quantity, visibility, gid, ...truth }: Truth) => ({
  ...{ pid: truth.id, gid, name: truth.name, groupname: GROUPS[gid] ?? '' },
  stockcontrol: control === undefined ? null : Number(control),
  qty: quantity,
  hidden: Number(visibility === 'hidden'),
  retired: Number(visibility === 'retired'),
});

/** The storefront lists what the shop shows, and pages it by two. */
function asStore(path: string, truths: readonly Truth[], page: number): Answer {
  if (path === 'store/products/groups') {
    const groups = Object.entries(GROUPS).map(([id, name]) => ({ id: Number(id), name }));
    return { body: { data: page === 1 ? groups : [] } };
  }
  const public_ = truths.filter(
    ({ visibility, control }) => visibility === 'public' && control !== undefined,
  );
  return {
    body: {
      data: public_.slice((page - 1) * 2, page * 2).map(({ id, control, quantity }) => ({
        ...{ id, stock_control_enabled: control, stock_quantity: control ? quantity : null },
      })),
    },
  };
}
