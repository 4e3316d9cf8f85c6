import type { Registry } from 'prom-client';
import { counter, createMetrics, gauge } from './telemetry-table.js';

/** The metrics of the persistence file. They exist if one is set. */
export const persistenceMetrics = {
  owner: gauge(
    'whmcs_exporter_persistence_owner',
    [],
    'Whether this process writes the persistence file: 0 if another does or it could not be locked.',
  ),
  lastSuccess: gauge(
    'whmcs_exporter_persistence_last_success_timestamp_seconds',
    [],
    'Unix time at which the persistence file was last written as a whole.',
  ),
  failures: counter(
    'whmcs_exporter_persistence_failures_total',
    [],
    'Attempts to lock, read or write the persistence file or its journal that failed.',
  ),
  setAside: counter(
    'whmcs_exporter_persistence_set_aside_total',
    [],
    'Persistence files and journals that could not be used and were renamed; the log has the names.',
  ),
};

/** Called with what happens to the persistence file. */
export type PersistenceObserver = {
  /** @param isOwner whether this process writes the file. */
  owned(isOwner: boolean): void;
  /** @param at Unix time in seconds. */
  saved(at: number): void;
  failed(): void;
  setAside(): void;
};

/** Creates the metrics of the persistence file. @param changed called after every change. */
export function createPersistenceTelemetry(registry: Registry, changed: () => void): PersistenceObserver {
  const metrics = createMetrics(persistenceMetrics, registry);
  changed();
  return {
    owned(isOwner) {
      metrics.owner.set(isOwner ? 1 : 0);
      changed();
    },
    saved(at) {
      metrics.lastSuccess.set(at);
      changed();
    },
    failed() {
      metrics.failures.inc();
      changed();
    },
    setAside() {
      metrics.setAside.inc();
      changed();
    },
  };
}
