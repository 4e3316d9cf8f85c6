import { type Document, isMap } from 'yaml';
import { expand } from '../config/expand.js';
import type { Product } from '../stock/catalogue.js';
import { foldName, nearestNames } from '../stock/names.js';
import { NO_PLAN, type ProductPlan } from '../stock/plan.js';
import type { ConfigFile } from './config-file.js';
import type { LiveSite } from './live.js';
import { openSites, resolveAlias } from './nodes.js';
import { createPlaces, type ProductPlaces, type Stranger } from './product-places.js';

/** A site's products as the configuration and, if it was asked, WHMCS have them. */
export type SiteView = {
  /** The site's place in the file. */
  readonly index: number;
  readonly name: string;
  /** Undefined offline. */
  readonly live: LiveSite | undefined;
  /** Ids of products that the file lists, in its order, with what it calls them. */
  readonly listed: ReadonlyMap<number, string | undefined>;
  readonly products: ReadonlyMap<number, Product>;
  plan(id: number): ProductPlan;
  places(id: number): ProductPlaces;
  /** @returns the product's id, or what is wrong with the reference. */
  find(reference: string): number | { readonly message: string };
};

/** @param live WHMCS's answers in the order of the sites; undefined offline. */
export function viewSites(
  { config, env }: ConfigFile,
  document: Document,
  live: readonly (LiveSite | undefined)[] | undefined,
): readonly SiteView[] {
  const nodes = openSites(document, env);
  return config.sites.map(({ name, plans }, index) => {
    const listed = new Map(
      [...(nodes[index]?.products ?? [])].map(([id, node]) => {
        const product = resolveAlias(document, node);
        const label: unknown = isMap(product) ? product.get('name') : undefined;
        return [
          id,
          label === undefined ? undefined : expand(String(label), (name) => ({ value: env[name] })).text,
        ];
      }),
    );
    return viewSite(index, name, plans.products, listed, live?.[index]);
  });
}

function viewSite(
  index: number,
  name: string,
  plans: ReadonlyMap<number, ProductPlan>,
  listed: SiteView['listed'],
  live: LiveSite | undefined,
): SiteView {
  const products = new Map(live?.catalogue.products.map((product) => [product.id, product]));
  const places = new Map<number, ProductPlaces>();
  const plan = (id: number) => plans.get(id) ?? NO_PLAN;
  const stranger = (id: number): Stranger => {
    if (!live) return 'new';
    return products.has(id)
      ? `the options of product ${id} could not be read from WHMCS`
      : `WHMCS does not list product ${id}`;
  };
  return {
    index,
    name,
    live,
    listed,
    products,
    plan,
    places(id) {
      const known = places.get(id) ?? createPlaces(plan(id), products.get(id), stranger(id));
      places.set(id, known);
      return known;
    },
    find: createFinder(listed, live && products),
  };
}

/** Nearest names are looked for this often: it takes long where there are many products, and many misses have one cause. */
const MOST_HINTS = 20;

function createFinder(
  listed: SiteView['listed'],
  products: SiteView['products'] | undefined,
): SiteView['find'] {
  const byName = new Map<string, Set<number>>();
  const names: string[] = [];
  const called = [...listed].map(([id, name]) => [id, products?.get(id)?.name ?? name] as const);
  for (const [id, name] of [
    ...called,
    ...[...(products ?? [])].map(([id, { name }]) => [id, name] as const),
  ]) {
    if (name === undefined) continue;
    names.push(name);
    const key = foldName(name);
    byName.set(key, new Set([...(byName.get(key) ?? []), id]));
  }
  let misses = 0;

  return (reference) => {
    const id = /^\d{1,10}$/.test(reference) ? Number(reference) : undefined;
    if (id !== undefined && (listed.has(id) || products?.has(id))) return id;
    const [only, ...more] = byName.get(foldName(reference)) ?? [];
    const quoted = JSON.stringify(reference);
    if (only !== undefined && more.length > 0)
      return {
        message: `product ${quoted} may be any of the ids ${[only, ...more].join(', ')}; give its id`,
      };
    if (only !== undefined) return only;
    if (!products && id !== undefined && id > 0 && id < 2 ** 31) return id;
    misses += 1;
    const nearest =
      misses > MOST_HINTS ? [] : nearestNames(reference, names).map((name) => JSON.stringify(name));
    const hint = nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : '';
    return { message: `product ${quoted} is not ${products ? 'in WHMCS' : 'in the file'}${hint}` };
  };
}
