import pLimit from 'p-limit';
import type { Collector } from '../collector/collector.js';
import type { Config } from '../config/config.js';
import type { ExporterTelemetry } from '../metrics/exporter-telemetry.js';

export type ReloadDeps = {
  /** Reads the configuration; throws where it is not good. */
  readonly load: () => Promise<Config>;
  readonly collector: Pick<Collector, 'reconfigure'>;
  readonly telemetry: Pick<ExporterTelemetry, 'configLoaded' | 'configRefused'>;
  /** Told of each configuration that is gone by. */
  readonly taken: (config: Config) => void;
  /** Unix time in ms. */
  readonly now: () => number;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
};

/**
 * Makes the way to read the configuration anew and go by it. One that is not good leaves all as it is, and the failure is logged, counted and
 * thrown. Readings come one after another, however they are asked for.
 */
export function createReload({
  load,
  collector,
  telemetry,
  taken,
  now,
  log,
}: ReloadDeps): () => Promise<void> {
  const oneAtATime = pLimit(1);

  async function reload(): Promise<void> {
    try {
      const config = await load();
      await collector.reconfigure(config);
      taken(config);
      telemetry.configLoaded(now() / 1000);
      log.info({ sites: config.sites.length }, 'configuration reloaded');
    } catch (error) {
      telemetry.configRefused();
      const message = error instanceof Error ? error.message : String(error);
      log.error({ error: message }, 'the configuration is not good; the last good one stays in force');
      throw error;
    }
  }

  return () => oneAtATime(reload);
}
