import type { SourceName, Trouble } from '../../stock/catalogue.js';
import { type Reason, WhmcsError } from '../reasons.js';
import type { Source } from './source.js';

/** When a source that is not there is tried again, in ms. */
const TRY_ABSENT_AFTER_MS = 60 * 60_000;
/** When a source that failed, or was there before, is tried again. */
const TRY_FAILED_AFTER_MS = 5 * 60_000;
/** So often in a row a source may fail that has worked, before a lesser one stands in for it. */
const PATIENCE = 3;

export type AutoDeps = {
  /** Best first; the last is one that every WHMCS has. */
  readonly sources: readonly [Source, ...Source[]];
  /** What was known of the sources before. */
  readonly memory?: SourceMemory | undefined;
  /** Monotonic time in ms. */
  readonly now: () => number;
  /** Called with each change of the source in use. */
  readonly chosen: (source: Source, before: Source | undefined) => void;
  /** Called where a source that has worked fails, and a lesser one stands in for it. */
  readonly failed: (source: Source, error: WhmcsError) => void;
};

/** What is known of a site's sources beyond one reading. It is plain JSON, so that it can be kept and handed over. */
export type SourceMemory = {
  /** Those that have worked, and were not refused since. */
  readonly worked: readonly SourceName[];
};

export type AutoSource = Source & { readonly memory: () => SourceMemory };

/**
 * Reads by the best source that works, by one rule at the start, after a reload and later:
 *
 * - A source that WHMCS refuses is not there: the next one is used at once.
 * - A source that has worked and fails otherwise is in trouble: the reading fails, and what is known stays. From the third
 *   failure on a lesser source stands in for it, and it is tried again every few minutes.
 * - Where nothing is known of a source that fails, the next one is used at once, and it is tried again every few minutes.
 *
 * A failure that every source would meet, such as refused credentials, fails the reading. Where all sources fail, the next
 * reading begins with the best again.
 */
export function createAutoSource({ sources, memory, now, chosen, failed }: AutoDeps): AutoSource {
  const worked = new Set<SourceName>(memory?.worked);
  const failures = new Map<Source, number>();
  const troubles = new Map<Source, Trouble>();
  const tryAt = new Map<Source, number>();
  const last = sources[sources.length - 1] ?? sources[0];
  let inUse: Source | undefined;

  const current = (): Source => inUse ?? sources[0];
  const trouble = (): Trouble | undefined =>
    sources.map((source) => troubles.get(source)).find((one) => one !== undefined);
  const isBetter = (source: Source): boolean =>
    inUse !== undefined && sources.indexOf(source) < sources.indexOf(inUse);
  const isDue = (source: Source): boolean =>
    source === inUse || source === last || now() >= (tryAt.get(source) ?? 0);

  function use(source: Source): void {
    worked.add(source.name);
    tryAt.delete(source);
    for (const one of sources.slice(sources.indexOf(source))) {
      failures.delete(one);
      troubles.delete(one);
    }
    if (source === inUse) return;
    chosen(source, inUse);
    inUse = source;
  }

  /** Goes on to the next source, or throws where the reading fails with this one. */
  function passOver(source: Source, error: unknown): void {
    if (isRefused(error)) {
      const wasThere = worked.delete(source.name);
      failures.delete(source);
      troubles.delete(source);
      tryAt.set(source, now() + (wasThere ? TRY_FAILED_AFTER_MS : TRY_ABSENT_AFTER_MS));
      return;
    }
    if (!(error instanceof WhmcsError) || (ALIKE.has(error.reason) && !isBetter(source))) throw error;
    if (worked.has(source.name)) {
      const count = (failures.get(source) ?? 0) + 1;
      failures.set(source, count);
      if (count < PATIENCE) throw error;
      troubles.set(source, { source: source.name, reason: error.reason, message: error.message });
      failed(source, error);
    }
    tryAt.set(source, now() + TRY_FAILED_AFTER_MS);
  }

  return {
    memory: () => ({ worked: [...worked] }),
    get name() {
      return current().name;
    },
    get actions() {
      return current().actions;
    },
    async read(signal) {
      let failure: unknown;
      let isSilent = false;
      const failedNow: Source[] = [];
      for (const source of sources) {
        if (!isDue(source) || (isSilent && source !== inUse && source !== last)) continue;
        try {
          const listing = await source.read(signal);
          use(source);
          return { ...listing, trouble: trouble() };
        } catch (error) {
          if (signal.aborted) throw error;
          if (source === last) {
            for (const one of failedNow) tryAt.delete(one);
            throw failure ?? error;
          }
          passOver(source, error);
          if (!isRefused(error)) failedNow.push(source);
          if (troubles.has(source)) failure ??= error;
          isSilent ||= isSilence(error);
        }
      }
      throw failure; // the last source is always tried
    },
    readOptions: (ids, signal) => current().readOptions(ids, signal),
    readProducts: (ids, signal) => current().readProducts(ids, signal),
  };
}

const REFUSALS: ReadonlySet<Reason> = new Set(['permission', 'unknown_action']);

/** Reasons that every source would fail for. */
const ALIKE: ReadonlySet<Reason> = new Set(['auth', 'ip_not_allowed', 'dns', 'tls', 'canceled']);

/** Whether WHMCS itself says that it does not have the action, or does not grant it. */
const isRefused = (error: unknown): boolean => error instanceof WhmcsError && REFUSALS.has(error.reason);

/** Whether nothing answers: another source would be waited for in vain, too, but for the one that is sure to be there. */
const isSilence = (error: unknown): boolean =>
  error instanceof WhmcsError && (error.reason === 'timeout' || error.reason === 'connect');
