import type { ProductRow } from './kept-rows.js';
import type { KeptNonces, KeptSite } from './kept-site.js';
import { decodeSite, type SiteHead } from './site-head.js';

/**
 * A record of the file or of its journal.
 *
 * - `site` and the `rows` after it are a whole site.
 * - `change` is what changed of a site: the rows in it replace those before, part by part.
 * - `nonces` are nonces of a site's webhook calls, besides those before.
 */
export type StateRecord =
  | { readonly site: SiteHead }
  | { readonly rows: readonly ProductRow[] }
  | { readonly change: SiteChange }
  | { readonly nonces: readonly (readonly [nonce: string, expiresAt: number])[]; readonly of: string };

export type SiteChange = Omit<SiteHead, 'reading'> & { readonly rows: readonly ProductRow[] };

/** The state that records add up to. */
export type SavedState = {
  /** By name. */
  readonly sites: ReadonlyMap<string, KeptSite>;
  /** By the name of the site. */
  readonly nonces: ReadonlyMap<string, KeptNonces>;
};

export const NO_STATE: SavedState = { sites: new Map(), nonces: new Map() };

type Draft = { head: SiteHead; readonly rows: Map<number, ProductRow> };

/** Adds up records, in their order. */
export function addUp(records: Iterable<StateRecord>): SavedState {
  const drafts = new Map<string, Draft>();
  const nonces = new Map<string, Map<string, number>>();
  let current: Draft | undefined;

  function apply({ rows, ...head }: SiteChange): void {
    const before = drafts.get(head.name);
    const draft = before?.head.address === head.address ? before : { head, rows: new Map() };
    drafts.set(head.name, draft);
    const { lastSuccess } = draft.head.state; // of the reading in the file, whose stock is shown
    draft.head = { ...draft.head, ...head, state: { ...head.state, lastSuccess } };
    for (const row of rows) draft.rows.set(row.id, { ...draft.rows.get(row.id), ...row });
  }

  for (const record of records) {
    if ('site' in record) {
      current = { head: record.site, rows: new Map() };
      drafts.set(record.site.name, current);
    } else if ('rows' in record) {
      for (const row of record.rows) current?.rows.set(row.id, row);
    } else if ('change' in record) {
      apply(record.change);
    } else {
      const known = nonces.get(record.of) ?? new Map();
      nonces.set(record.of, known);
      for (const [nonce, expiresAt] of record.nonces) known.set(nonce, expiresAt);
    }
  }
  return {
    sites: new Map([...drafts].map(([name, { head, rows }]) => [name, decodeSite(head, rows.values())])),
    nonces,
  };
}
