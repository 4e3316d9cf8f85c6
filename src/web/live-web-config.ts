import { stat } from 'node:fs/promises';
import type { Clock } from '../collector/clock.js';
import type { LoadedWebConfig } from '../config/web-config/load-web-config.js';
import type { WebConfig } from '../config/web-config/web-config.js';
import type { ConfigTelemetry } from '../metrics/exporter-telemetry.js';
import { UserError } from '../user-error.js';

/** A web configuration that follows its files. */
export type LiveWebConfig = {
  readonly current: () => WebConfig;
  /**
   * Reads the files again whenever one of them has changed, until the signal aborts.
   *
   * @param taken called with each configuration that takes effect.
   */
  watch(taken: (config: WebConfig) => void, signal: AbortSignal): Promise<void>;
};

export type LiveWebConfigDeps = {
  readonly load: () => Promise<LoadedWebConfig>;
  readonly telemetry: ConfigTelemetry;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
};

const WATCH_MS = 1_000;

/** A file that lost its text would otherwise remove the login and TLS. */
const TO_OPEN = 'restore it, or write {} to it to remove TLS, users and headers';

/**
 * Loads a web configuration and follows it. If it becomes invalid or empty, the last valid one stays in use,
 * the error is logged once per change, and a metric shows it.
 *
 * @throws {UserError} if it is invalid from the start.
 */
export async function followWebConfig(deps: LiveWebConfigDeps): Promise<LiveWebConfig> {
  const { load, telemetry, clock, log } = deps;
  const first = await load();
  let { config, files } = first;
  /** Unknown while it may have changed since its files were read. */
  let seen: string | undefined;
  let lastError: unknown;
  telemetry.configLoaded(clock.now() / 1000);
  if (first.isEmpty)
    log.warn({ file: files[0] }, 'the web configuration is empty: there is no login and no TLS');

  async function reload(taken: (config: WebConfig) => void): Promise<void> {
    const next = await load();
    const hasChanged = contentOf(next.config) !== contentOf(config);
    if (hasChanged && next.isEmpty) throw new UserError(`${next.files[0]} is empty; ${TO_OPEN}`);
    if (hasChanged) taken(next.config);
    if (next.files.join() !== files.join()) seen = undefined;
    ({ config, files } = next);
    lastError = undefined;
    telemetry.configLoaded(clock.now() / 1000);
    if (hasChanged) log.info({}, 'web configuration reloaded');
  }

  function failed(error: unknown): void {
    seen = undefined; // the invalid file may name others, which nothing here watches
    telemetry.configRefused();
    const message = error instanceof UserError ? error.message : error;
    if (message === lastError) return;
    lastError = message;
    const fields = error instanceof UserError ? { error: message } : { err: error };
    log.error(fields, 'reload of the web configuration failed; the last valid one stays in use');
  }

  return {
    current: () => config,
    async watch(taken, signal) {
      while (!signal.aborted) {
        await clock.sleep(WATCH_MS, signal);
        const found = await fingerprint(files);
        if (signal.aborted || found === seen) continue;
        seen = found; // from before the load: a change during it is seen the next time
        await reload(taken).catch(failed);
      }
    },
  };
}

const contentOf = ({ tls, headers, users, rateLimit }: WebConfig): string =>
  JSON.stringify([tls, headers, [...users], rateLimit]);

/** Returns a text that changes when a file is written, replaced, or its link is swapped. */
async function fingerprint(files: readonly string[]): Promise<string> {
  const states = files.map(async (file) => {
    try {
      const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
      return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
    } catch {
      return 'missing'; // loading it says why
    }
  });
  return (await Promise.all(states)).join('\n');
}
