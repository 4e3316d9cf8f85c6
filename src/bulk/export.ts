import { stringify } from 'csv-stringify/sync';
import type { Plan } from '../stock/plan.js';
import type { Stock } from '../stock/stock.js';
import { writeCombination } from './combination-text.js';
import { openConfig } from './config-file.js';
import { escapeFormula } from './formula.js';
import { readLive } from './live.js';
import { indexLive, type Left, type LiveIndex } from './live-index.js';
import { type SiteView, viewSites } from './site-view.js';
import type { World } from './world.js';

const HEADER = [
  'site',
  'product',
  'name',
  'option',
  'choice',
  'combination',
  'capacity',
  'warning',
  'critical',
  'stock',
  'in_use',
] as const;

type Cell = string | number | undefined;
type OutRow = Partial<Record<(typeof HEADER)[number], Cell>>;

/**
 * Writes a table of all that the configuration says of products, choices and combinations, and may say; with the stock of this moment
 * where WHMCS is asked.
 *
 * @throws {Error} where the configuration is not good, or a site can't be read.
 */
export async function exportTable(
  options: { readonly config: string; readonly offline: boolean },
  world: World,
): Promise<void> {
  const source = await openConfig(options.config, world.env);
  const live = options.offline ? undefined : await readLive(source.config, world);
  const rows = viewSites(source, source.document, live).flatMap((site) => exportSite(site));
  const cells = rows.map((row) => HEADER.map((column) => safe(row[column])));
  world.out(stringify([[...HEADER], ...cells], { quoted_match: /[\r\n\t;]/ }));
}

const safe = (cell: Cell): string | number => (typeof cell === 'string' ? escapeFormula(cell) : (cell ?? ''));

function exportSite(site: SiteView): readonly OutRow[] {
  const live = site.live && indexLive(site.live);
  const shown = site.live?.snapshot.products.map(({ id }) => id) ?? [];
  return [...new Set([...shown, ...site.listed.keys()])].flatMap((id) => exportProduct(site, live, id));
}

function exportProduct(site: SiteView, live: LiveIndex | undefined, id: number): readonly OutRow[] {
  const product = site.products.get(id);
  const about: OutRow = { site: site.name, product: id, name: product?.name ?? site.listed.get(id) };
  const places = site.places(id);
  const plan = site.plan(id);
  const own: OutRow = {
    ...planCells({ capacity: undefined, thresholds: plan.thresholds }),
    stock: live && writeStock(product?.stock),
    in_use: product?.usage?.units,
  };
  const choices = places.choices.map((place): OutRow => {
    const [option, choice] = place.label;
    const left = live?.choice(id, place.listed?.choice.id);
    return { option, choice, ...planCells(place.plan), ...leftCells(left) };
  });
  const listed =
    plan.combinations === 'all'
      ? (live?.everyCombination(id, plan) ?? []).map((set) => ({ ...set, plan: undefined }))
      : places.combinations;
  const combinations = listed.map(({ key, label, plan }): OutRow => {
    const left = live?.combination(id, key);
    return { combination: writeCombination(label), ...planCells(plan), ...leftCells(left) };
  });
  return [own, ...choices, ...combinations].map((row) => ({ ...about, ...row }));
}

const leftCells = (left: Left | undefined): OutRow =>
  left ? { stock: writeStock(left.stock), in_use: left.inUse } : {};

function planCells(plan: Plan | undefined): OutRow {
  const { warning, critical } = plan?.thresholds ?? {};
  return { capacity: plan?.capacity, warning, critical };
}

function writeStock(stock: Stock | undefined): string | number {
  return stock?.kind === 'limited' ? stock.quantity : (stock?.kind ?? 'unknown');
}
