import type { Clock } from '../collector/clock.js';
import type { Collector } from '../collector/collector.js';
import type { Config } from '../config/config.js';
import type { ExporterTelemetry } from '../metrics/exporter-telemetry.js';
import { UserError } from '../user-error.js';

export type ReloadDeps = {
  /** Loads the configuration; throws if it is invalid. */
  readonly load: () => Promise<Config>;
  readonly collector: Pick<Collector, 'reconfigure'>;
  readonly telemetry: Pick<ExporterTelemetry, 'configLoaded' | 'configRefused'>;
  /** Called with every configuration that takes effect. */
  readonly applied: (config: Config) => void;
  /** Unix time in ms. */
  readonly now: () => number;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
};

/**
 * Creates the reload function: load, validate, then swap the configuration. If it is invalid, the error is
 * logged, counted and thrown, and nothing changes. Calls during a reload share one more reload, which starts
 * when the current one ends. So every caller gets the configuration as it was at the call or later.
 */
export function createReload(deps: ReloadDeps): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function start(): Promise<void> {
    next = undefined;
    current = reloadOnce(deps);
    try {
      await current;
    } finally {
      current = undefined;
    }
  }

  return () => {
    if (next) return next;
    if (!current) return start();
    next = current.then(start, start);
    return next;
  };
}

/** Looks for changes of the configuration's files. */
export type AutoReload = { readonly hasChanged: () => Promise<boolean>; readonly intervalMs: number };

/** Reloads whenever the files have changed, until the signal aborts. A failed reload waits for a change. */
export async function reloadOnChange(
  { hasChanged, intervalMs }: AutoReload,
  reload: () => Promise<void>,
  sleep: Clock['sleep'],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(intervalMs, signal);
    if (!signal.aborted && (await hasChanged())) await reload().catch(() => {}); // the reload logs it
  }
}

async function reloadOnce({ load, collector, telemetry, applied, now, log }: ReloadDeps): Promise<void> {
  try {
    const config = await load();
    await collector.reconfigure(config);
    applied(config);
    telemetry.configLoaded(now() / 1000);
    log.info({ sites: config.sites.length }, 'configuration reloaded');
  } catch (error) {
    telemetry.configRefused();
    // A bug is logged with its stack.
    const fields = error instanceof UserError ? { error: error.message } : { err: error };
    log.error(fields, 'reload failed; the last valid configuration stays in use');
    throw error;
  }
}
