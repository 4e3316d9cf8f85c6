import type { SiteConfig } from '../../config/config.js';
import { inSlices } from '../../slices.js';
import type { Work } from '../../stock/work.js';
import { addressOf, type Knowledge, type KnowledgeStore } from '../site-memory.js';
import { fingerprintOf, type KeptSite, keepSite } from './kept-site.js';
import { changesOf } from './site-change.js';
import type { SavedState, StateRecord } from './state-records.js';

/** Writes a change to where it survives a restart. */
export type AppendChange = (change: StateRecord) => Promise<void>;

/**
 * Holds the state that is to survive a restart. Changes that must not be lost are appended at once; the rest
 * is as old as the last writing of the whole state.
 */
export class StateStore implements KnowledgeStore, SavedState {
  /** Whether something has changed since this was last set to false. */
  isDirty = false;
  /** Whether a site has its first reading since. Changes refer to it, so it should be written soon. */
  isUrgent = false;
  /** Called when it becomes urgent. */
  wake = () => {};
  readonly sites: Map<string, KeptSite>;
  readonly nonces: Map<string, Map<string, number>>;
  readonly #append: AppendChange;
  /** The current encoding of many changes. Later changes wait for it, which keeps them in order. */
  #encoding: Promise<unknown> | undefined;

  constructor({ sites, nonces }: SavedState, append: AppendChange) {
    this.sites = new Map(sites);
    this.nonces = new Map([...nonces].map(([site, known]) => [site, new Map(known)]));
    this.#append = append;
  }

  recall(site: SiteConfig): Knowledge | undefined {
    const isAlike = ({ address }: KeptSite) => address === addressOf(site);
    const kept = this.sites.get(site.name) ?? [...this.sites.values()].find(isAlike); // it may be renamed
    if (!kept || !isAlike(kept)) return undefined;
    if (kept.fingerprint === fingerprintOf(site)) return kept;
    return { ...kept, memory: { ...kept.memory, failures: 0 } }; // what failed may be fixed
  }

  async keep(site: SiteConfig, known: Knowledge): Promise<void> {
    const before = this.sites.get(site.name);
    const after = keepSite(site, known);
    this.sites.set(site.name, after);
    this.isDirty = true;
    if (after.memory.last && !(before?.address === after.address && before.memory.last)) {
      this.isUrgent = true;
      this.wake();
    }
    if (before?.address !== after.address) return;
    while (this.#encoding) await this.#encoding;
    const encoding = inSlices(this.#appendChanges(before, after));
    this.#encoding = encoding;
    const written = await encoding.finally(() => {
      this.#encoding = undefined;
    });
    await Promise.all(written);
  }

  *#appendChanges(before: KeptSite, after: KeptSite): Work<readonly Promise<void>[]> {
    const written: Promise<void>[] = [];
    for (const change of changesOf(before, after)) {
      yield;
      if (change) written.push(this.#append({ change }));
    }
    return written;
  }

  retain(sites: readonly SiteConfig[]): void {
    const names = new Set(sites.map(({ name }) => name));
    for (const kept of [this.sites, this.nonces])
      for (const name of kept.keys()) if (!names.has(name)) this.isDirty = kept.delete(name);
  }

  /** Returns the nonces of a site's webhook calls, with the Unix times in ms at which they expire. */
  noncesOf(site: string): ReadonlyMap<string, number> {
    return this.nonces.get(site) ?? new Map();
  }

  /** Keeps a nonce. The call that it is of is not held up. */
  keepNonce(site: string, nonce: string, expiresAt: number): void {
    const known = this.nonces.get(site) ?? new Map();
    this.nonces.set(site, known.set(nonce, expiresAt));
    this.isDirty = true;
    this.#append({ nonces: [[nonce, expiresAt]], of: site });
  }

  /** @param now Unix time in ms. */
  forgetExpiredNonces(now: number): void {
    for (const known of this.nonces.values())
      for (const [nonce, expiresAt] of known) if (expiresAt < now) known.delete(nonce);
  }
}
