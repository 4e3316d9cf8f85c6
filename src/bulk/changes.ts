import { nearestNames } from '../stock/names.js';
import { NO_PLAN, type Plan } from '../stock/plan.js';
import type { Editor } from './edit.js';
import { EditRefusal } from './nodes.js';
import type { Order, TellCell } from './order.js';
import { type CellProblem, renderPlace } from './place.js';
import { grant, isSame } from './plan-edit.js';
import { Miss } from './references.js';
import type { Column, Row } from './row.js';
import type { SiteView } from './site-view.js';

/** A row that names something that is there, and what it makes of it. */
export type Change = {
  /** The same for all rows about the same thing. */
  readonly key: string;
  readonly before: Plan | undefined;
  readonly after: Plan;
  readonly apply: (editor: Editor) => void;
};

/**
 * Carries out what rows want. A row that is not good is told, and changes nothing.
 *
 * @returns how many rows changed something.
 */
export function applyOrders(
  orders: readonly Order[],
  sites: readonly SiteView[],
  editor: Editor,
  problems: CellProblem[],
): number {
  const rows = new Map<string, Row>();
  let changed = 0;
  for (const order of orders) {
    const tell: TellCell = (column, message) =>
      problems.push({ place: order.row.locate(column), name: column, message });
    const change = findChange(order, sites, tell);
    if (!change) continue;
    const other = rows.get(change.key);
    if (other) {
      tell('', `the same as in ${renderPlace(other.locate(''))}; leave one of them out`);
      continue;
    }
    rows.set(change.key, order.row);
    if (isSame(change.after, change.before) || !isSound(change.after, order, tell)) continue;
    if (attempt(() => change.apply(editor), tell)) changed += 1;
  }
  return changed;
}

function attempt(apply: () => void, tell: TellCell): boolean {
  try {
    apply();
    return true;
  } catch (error) {
    if (!(error instanceof EditRefusal)) throw error;
    tell('', error.message);
    return false;
  }
}

function isSound({ thresholds }: Plan, { wishes }: Order, tell: TellCell): boolean {
  const { warning, critical } = thresholds;
  if (typeof warning !== 'number' || typeof critical !== 'number' || critical <= warning) return true;
  const column = wishes.critical === undefined ? 'warning' : 'critical';
  tell(column, `critical would be ${critical}, above warning, which would be ${warning}`);
  return false;
}

function findChange(order: Order, sites: readonly SiteView[], tell: TellCell): Change | undefined {
  const site = findSite(order, sites, tell);
  if (!site) return undefined;
  const id = site.find(order.product);
  if (typeof id !== 'number') {
    tell('product', id.message);
    return undefined;
  }
  const name = site.products.get(id)?.name;
  const address = { site: site.index, id, name };
  const { subject, wishes } = order;
  const key = (rest: string) => JSON.stringify([site.index, id, subject.kind, rest]);

  if (subject.kind === 'product') {
    const before: Plan = { capacity: undefined, thresholds: site.plan(id).thresholds };
    const after = grant(before, wishes);
    return { key: key(''), before, after, apply: (editor) => editor.product(address, before, after) };
  }
  if (subject.kind === 'choice') {
    const place = site.places(id).choice(subject.option, subject.choice);
    if (place instanceof Miss) {
      tell(place.column, place.message);
      return undefined;
    }
    const before = place.plan ?? NOTHING;
    const after = grant(before, wishes);
    return { key: key(place.key), before, after, apply: (editor) => editor.choice(address, place, after) };
  }
  const all = site.plan(id).combinations === 'all';
  const place = site.places(id).combination(subject.pairs);
  if (place instanceof Miss) {
    tell('combination', place.message);
    return undefined;
  }
  const before = place.plan ?? NOTHING;
  const after = grant(before, wishes);
  const [filled] = VALUES.filter((column) => wishes[column] !== undefined);
  if (all && filled !== undefined) {
    tell(filled, COMBINATIONS_ALL);
    return undefined;
  }
  return { key: key(place.key), before, after, apply: (editor) => editor.combination(address, place, after) };
}

const NOTHING: Plan = { capacity: undefined, thresholds: NO_PLAN.thresholds };
const VALUES = ['capacity', 'warning', 'critical'] as const satisfies readonly Column[];
const COMBINATIONS_ALL =
  'the product says combinations: all; list its combinations in the configuration to say more of one';

function findSite({ site }: Order, sites: readonly SiteView[], tell: TellCell): SiteView | undefined {
  const names = sites.map(({ name }) => name);
  const [only, ...more] = sites;
  if (site === undefined && only && more.length === 0) return only;
  if (site === undefined) {
    tell('site', `empty, and there are ${names.length} sites: ${names.join(', ')}; say which`);
    return undefined;
  }
  const found = sites.find(({ name }) => name.toLowerCase() === site.toLowerCase());
  if (!found) {
    const nearest = nearestNames(site, names).map((name) => JSON.stringify(name));
    tell('site', `site ${JSON.stringify(site)} is not in the configuration; nearest: ${nearest.join(', ')}`);
  }
  return found;
}
