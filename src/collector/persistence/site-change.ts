import type { Product } from '../../stock/catalogue.js';
import type { ProductRecord, SiteFacts } from '../../stock/facts.js';
import type { Movement, ProductMovement } from '../../stock/movement.js';
import type { Work } from '../../stock/work.js';
import { baseOf, type RowCode, rowOf } from './kept-rows.js';
import type { KeptSite } from './kept-site.js';
import { headOf } from './site-head.js';
import type { SiteChange } from './state-records.js';

/** Products per change. Encoding them takes less than a millisecond. */
const ROWS = 100;

/**
 * Yields the changes of a site that must not be lost once they were exposed: counters, stock, stated facts,
 * names of groups, and whether the site fails. A newer time alone is not a change: the file keeps the older
 * time, and the stock looks older than it is. Many changed products are split into several changes. Also
 * yields undefined after each product that was compared, so that many of them are compared in steps.
 */
export function* changesOf(before: KeptSite, after: KeptSite): Iterable<SiteChange | undefined> {
  const changed = new Set<number>();
  yield* addMoved(changed, before.memory.movement, after.memory.movement);
  yield* addLearned(changed, before.memory.facts, after.memory.facts);
  const isSame =
    changed.size === 0 &&
    before.memory.failures === after.memory.failures &&
    isSameSources(before, after) &&
    isSameGroups(before.memory.facts.groups, after.memory.facts.groups);
  if (isSame) return;
  const products = new Map<number, Product>();
  for (const product of after.memory.last?.catalogue.products ?? []) {
    yield undefined;
    if (changed.has(product.id)) products.set(product.id, product);
  }
  const { reading: _, measured: __, ...head } = headOf(after);
  // Counts of units in use are left out: they may be of another time than the reading in the file.
  const encode = (id: number): RowCode => {
    const [, product, facts, movement] = rowOf(after, id, products.get(id));
    return [id, product, facts, movement, null];
  };
  const ids = [...changed];
  const base = baseOf(after);
  let start = 0;
  do {
    const some = ids.slice(start, start + ROWS);
    yield { ...head, rows: some.map(encode), base, history: historyOf(after, some) };
    start += ROWS;
  } while (start < ids.length);
}

/** Returns the sales of some products. They are saved together with the counters. */
function historyOf({ history }: KeptSite, ids: readonly number[]): KeptSite['history'] {
  if (!history) return undefined;
  const products = ids.flatMap((id) => {
    const entry = history.products[id];
    return entry === undefined ? [] : [[id, entry] as const];
  });
  return { version: history.version, products: Object.fromEntries(products) };
}

function* addMoved(changed: Set<number>, before: Movement, after: Movement): Work<void> {
  if (before === after) return;
  for (const [id, moved] of after) {
    yield;
    if (!isSameMovement(before.get(id), moved)) changed.add(id);
  }
}

const isSameMovement = (one: ProductMovement | undefined, other: ProductMovement): boolean =>
  one === other ||
  (one?.quantity === other.quantity &&
    one?.source === other.source &&
    one?.removed === other.removed &&
    one?.added === other.added &&
    (one.sold === undefined || one.sold === other.sold)); // the file has it only in the history

function* addLearned(changed: Set<number>, before: SiteFacts, after: SiteFacts): Work<void> {
  if (before.products === after.products) return;
  for (const id in after.products) {
    yield;
    const record = after.products[id];
    if (record && !isSameRecord(before.products[id], record)) changed.add(Number(id));
  }
}

const isSameRecord = (one: ProductRecord | undefined, other: ProductRecord): boolean =>
  one?.stockControl?.value === other.stockControl?.value &&
  one?.visibility?.value === other.visibility?.value &&
  one?.quantity?.value === other.quantity?.value &&
  one?.quantity?.source === other.quantity?.source &&
  one?.isSeenInStock === other.isSeenInStock;

const isSameGroups = (before: SiteFacts['groups'], after: SiteFacts['groups']): boolean =>
  before === after || Object.entries(after).every(([id, { value }]) => before[id]?.value === value);

const isSameSources = (before: KeptSite, after: KeptSite): boolean =>
  JSON.stringify(before.memory.sources) === JSON.stringify(after.memory.sources);
