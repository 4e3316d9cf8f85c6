import { type Reason, WhmcsError } from '../reasons.js';
import type { Source } from './source.js';

const LOOK_AGAIN_AFTER_MS = 60 * 60_000;
/** Where it is not sure that a better source is gone for good. */
const LOOK_AGAIN_SOON_MS = 5 * 60_000;

export type AutoDeps = {
  /** Best first; the last is one that every WHMCS has. */
  readonly sources: readonly [Source, ...Source[]];
  /** Monotonic time in ms. */
  readonly now: () => number;
  /** Told of each change of the source in use. */
  readonly chosen: (source: Source, before: Source | undefined) => void;
};

/**
 * Reads by the best source that is there. It looks for one at first, every hour, and at once when the one in use is refused
 * or gone; and again in five minutes where it is not sure of what it passed over.
 *
 * Only an answer that says so makes a source be passed over: a fault that may pass fails the reading, and the site stays with what it
 * has. While a source is in use, a better one that can't be reached costs nothing.
 */
export function createAutoSource({ sources, now, chosen }: AutoDeps): Source {
  let inUse: Source | undefined;
  let lookAgainAt = now();

  function choose(source: Source): void {
    if (source === inUse) return;
    chosen(source, inUse);
    inUse = source;
  }

  /** Tries the sources from the best on. What was refused just now is not asked again. */
  async function look(signal: AbortSignal, refused?: { readonly source: Source; readonly error: unknown }) {
    let last: unknown = refused?.error;
    let lookAgainMs = refused ? LOOK_AGAIN_SOON_MS : LOOK_AGAIN_AFTER_MS;
    for (const source of sources) {
      if (source === refused?.source) continue;
      try {
        const catalogue = await source.read(signal);
        choose(source);
        lookAgainAt = now() + lookAgainMs;
        return catalogue;
      } catch (error) {
        if (!isNotThere(error, source) && !isBetter(source)) throw error;
        last = error;
        if (!isRefused(error)) lookAgainMs = LOOK_AGAIN_SOON_MS;
      }
    }
    throw last;
  }

  const isBetter = (source: Source): boolean =>
    inUse !== undefined && sources.indexOf(source) < sources.indexOf(inUse);

  const isNotThere = (error: unknown, source: Source): boolean =>
    isRefused(error) || (source !== inUse && error instanceof WhmcsError && isSomethingElse(error, source));

  return {
    get name() {
      return (inUse ?? sources[0]).name;
    },
    get actions() {
      return (inUse ?? sources[0]).actions;
    },
    async read(signal) {
      const source = inUse;
      if (!source || now() >= lookAgainAt) return look(signal);
      try {
        return await source.read(signal);
      } catch (error) {
        if (!isRefused(error)) throw error;
        return look(signal, { source, error });
      }
    },
    readOptions: (ids, signal) => (inUse ?? sources[0]).readOptions(ids, signal),
    readProducts: (ids, signal) => (inUse ?? sources[0]).readProducts(ids, signal),
  };
}

const REFUSALS: ReadonlySet<Reason> = new Set(['permission', 'unknown_action']);

/** Whether WHMCS itself says that it does not have the action, or does not grant it. */
const isRefused = (error: unknown): boolean => error instanceof WhmcsError && REFUSALS.has(error.reason);

/**
 * Whether what answered is something else than the source that was looked for. An action of the operator's own may bear the companion's
 * name and want other fields. Before WHMCS 9 anything may stand at the storefront's address: a shop's page, a redirect, a firewall's
 * refusal. A server's fault and a rate limit are none of these.
 */
function isSomethingElse({ reason, status }: WhmcsError, { name }: Source): boolean {
  if (name === 'companion') return reason === 'api_error' || reason === 'invalid_response';
  return name === 'store' && status !== undefined && status < 500 && status !== 429;
}
