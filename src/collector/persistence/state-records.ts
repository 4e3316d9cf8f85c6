import { giveWay } from '../../slices.js';
import type { KeptDiary } from '../../stock/stock-diary.js';
import { decodeRow, type KeptRow, type RowCode } from './kept-rows.js';
import type { KeptNonces, KeptSite } from './kept-site.js';
import { decodeSite, type SiteHead } from './site-head.js';

/**
 * A record of the file or of its journal.
 *
 * - `site` and the `rows` after it are a whole site.
 * - `change` is what changed of a site: the rows in it replace those before, part by part.
 * - `history` belongs to products of a site, besides those before.
 * - `nonces` are nonces of a site's webhook calls, besides those before.
 */
export type StateRecord =
  | { readonly site: SiteHead }
  | { readonly rows: readonly RowCode[] }
  | { readonly change: SiteChange }
  | { readonly history: KeptDiary; readonly of: string }
  | { readonly nonces: readonly (readonly [nonce: string, expiresAt: number])[]; readonly of: string };

export type SiteChange = Omit<SiteHead, 'reading'> & {
  readonly rows: readonly RowCode[];
  /** The time from which the ages in the rows count. */
  readonly base: number;
  /** The sales of the products in the rows. */
  readonly history?: KeptDiary | undefined;
};

/** The state that records add up to. */
export type SavedState = {
  /** By name. */
  readonly sites: ReadonlyMap<string, KeptSite>;
  /** By the name of the site. */
  readonly nonces: ReadonlyMap<string, KeptNonces>;
};

export const NO_STATE: SavedState = { sites: new Map(), nonces: new Map() };

type Draft = { head: SiteHead; readonly rows: Map<number, KeptRow>; history?: KeptDiary };

/** Adds up records in order, in slices. */
export async function addUp(records: Iterable<StateRecord>): Promise<SavedState> {
  const drafts = new Map<string, Draft>();
  const nonces = new Map<string, Map<string, number>>();
  let current: Draft | undefined;

  function apply({ rows, base, history, ...head }: SiteChange): void {
    const before = drafts.get(head.name);
    const draft = before?.head.address === head.address ? before : { head, rows: new Map() };
    drafts.set(head.name, draft);
    const { lastSuccess } = draft.head.state; // of the reading in the file, whose stock is shown
    draft.head = { ...draft.head, ...head, state: { ...head.state, lastSuccess } };
    add(draft, rows, base);
    if (history) remember(draft, history);
  }

  function add({ rows }: Draft, codes: readonly RowCode[], base: number): void {
    for (const code of codes) {
      const row = decodeRow(code, base);
      const before = rows.get(row.id);
      rows.set(row.id, before ? { ...before, ...row } : row);
    }
  }

  for (const record of records) {
    if ('site' in record) {
      current = { head: record.site, rows: new Map() };
      drafts.set(record.site.name, current);
    } else if ('rows' in record) {
      if (current) add(current, record.rows, current.head.reading?.at ?? 0);
      await giveWay();
    } else if ('change' in record) {
      apply(record.change);
      await giveWay();
    } else if ('history' in record) {
      const draft = drafts.get(record.of);
      if (draft) remember(draft, record.history);
    } else {
      const known = nonces.get(record.of) ?? new Map();
      nonces.set(record.of, known);
      for (const [nonce, expiresAt] of record.nonces) known.set(nonce, expiresAt);
    }
  }
  return {
    sites: new Map([...drafts].map(([name, draft]) => [name, decodeDraft(draft)])),
    nonces,
  };
}

/** Merges a history into the previous one, or replaces a previous one of another version. */
function remember(draft: Draft, history: KeptDiary): void {
  if (draft.history?.version === history.version) Object.assign(draft.history.products, history.products);
  else draft.history = { ...history, products: { ...history.products } };
}

const decodeDraft = ({ head, rows, history }: Draft): KeptSite => ({
  ...decodeSite(head, rows.values()),
  history,
});
