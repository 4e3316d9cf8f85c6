import type { SourceName, Trouble } from '../../stock/catalogue.js';
import type { Reason } from '../reasons.js';
import { isNotOffered, WhmcsError } from '../whmcs-error.js';
import type { Source } from './source.js';

/** Interval between attempts of a source that WHMCS refuses, in ms. */
const TRY_ABSENT_AFTER_MS = 60 * 60_000;
/** Interval between attempts of a source that failed or has worked before. */
const TRY_FAILED_AFTER_MS = 5 * 60_000;
/** Failures in a row after which a lesser source replaces one that has worked. */
const PATIENCE = 3;

export type AutoDeps = {
  /** Best first. Every WHMCS has the last one. */
  readonly sources: readonly [Source, ...Source[]];
  /** The memory of the previous auto source. */
  readonly memory?: SourceMemory | undefined;
  /** Monotonic time in ms. */
  readonly now: () => number;
  /** Called with each change of the source in use. */
  readonly chosen: (source: Source, before: Source | undefined) => void;
  /** Called if a source that has worked fails and a lesser one replaces it. */
  readonly failed: (source: Source, error: WhmcsError) => void;
};

/** What later readings need to know about the sources. It is plain JSON, so that it can be stored. */
export type SourceMemory = {
  /** Sources that have worked and were not refused since. */
  readonly worked: readonly SourceName[];
  /** Failures in a row of sources that have worked. */
  readonly failures?: Readonly<Partial<Record<SourceName, number>>> | undefined;
};

export type AutoSource = Source & { readonly memory: () => SourceMemory };

/**
 * Creates a source that reads from the best source that works. The same rules apply at the start, after a
 * reload and later:
 *
 * - If WHMCS refuses a source, the source is absent and the next one is used immediately.
 * - If a source that has worked fails otherwise, the reading fails and the last stock is kept. From the third
 *   failure in a row on, a lesser source replaces it, and it is retried every few minutes.
 * - If a source that has never worked fails, the next one is used immediately, and it is retried every few
 *   minutes.
 *
 * A failure that concerns every source, such as refused credentials, fails the reading. If all sources fail,
 * the next reading starts with the best one again.
 */
export function createAutoSource({ sources, memory, now, chosen, failed }: AutoDeps): AutoSource {
  const worked = new Set<SourceName>(memory?.worked);
  const failures = new Map(sources.map((source) => [source, memory?.failures?.[source.name] ?? 0]));
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

  /** Continues with the next source, or throws if this failure fails the reading. */
  function passOver(source: Source, error: unknown): void {
    if (isNotOffered(error)) {
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
    memory: () => ({
      worked: [...worked],
      failures: Object.fromEntries(
        [...failures].flatMap(([{ name }, count]) => (count > 0 ? [[name, count]] : [])),
      ),
    }),
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
          if (!isNotOffered(error)) failedNow.push(source);
          if (troubles.has(source)) failure ??= error;
          isSilent ||= isSilence(error);
        }
      }
      throw failure; // the last source is always tried
    },
    get count() {
      return current().count;
    },
    get readSales() {
      return current().readSales;
    },
    readOptions: (ids, signal) => current().readOptions(ids, signal),
    readProducts: (ids, signal) => current().readProducts(ids, signal),
  };
}

/** Reasons that fail every source. */
const ALIKE: ReadonlySet<Reason> = new Set(['auth', 'ip_not_allowed', 'dns', 'tls', 'canceled']);

/**
 * Returns whether WHMCS does not answer at all. Then only the last source is tried, which every WHMCS has.
 */
const isSilence = (error: unknown): boolean =>
  error instanceof WhmcsError && (error.reason === 'timeout' || error.reason === 'connect');
