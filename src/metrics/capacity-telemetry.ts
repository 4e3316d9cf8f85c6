import type { capacityMetrics } from './capacity-metrics.js';
import type { Metrics } from './telemetry-table.js';

/** How a run of a query ended. */
export type QueryRun = {
  readonly seconds: number;
  /** Unix time in seconds. */
  readonly startedAt: number;
  /** Why numbers are missing; empty if the run succeeded. */
  readonly reasons: readonly string[];
};

/** Exposes the queries for capacity of one site. */
export class CapacityTelemetry {
  readonly #site: string;
  readonly #metrics: Metrics<typeof capacityMetrics>;
  readonly #changed: () => void;
  /** The choices that have series, by query. */
  readonly #choices = new Map<string, Set<string>>();
  readonly #reasons = new Map<string, Set<string>>();
  #queries: readonly string[] = [];

  /** @param changed called after every change. */
  constructor(site: string, metrics: Metrics<typeof capacityMetrics>, changed: () => void) {
    this.#site = site;
    this.#metrics = metrics;
    this.#changed = changed;
  }

  /** Sets the queries of the site, and removes the series of all others. */
  declare(queries: readonly string[]): void {
    const left = this.#queries.filter((query) => !queries.includes(query));
    this.#queries = queries;
    if (left.length === 0) return;
    for (const query of left) this.#remove(query);
    this.#changed();
  }

  /** Shows how a run of a query ended. */
  ran(query: string, { seconds, startedAt, reasons }: QueryRun): void {
    const labels = { site: this.#site, query };
    this.#metrics.queryUp.set(labels, reasons.length === 0 ? 1 : 0);
    this.#metrics.queryDuration.set(labels, seconds);
    if (reasons.length === 0) this.#metrics.queryLastSuccess.set(labels, startedAt);
    for (const reason of reasons) {
      note(this.#reasons, query, reason);
      this.#metrics.queryFailures.inc({ ...labels, reason });
    }
    this.#changed();
  }

  /** Exposes the numbers in use. @param numbers by choice; an unknown number is undefined. */
  shows(query: string, numbers: ReadonlyMap<string, number | undefined>): void {
    const labels = { site: this.#site, query };
    this.#metrics.queryKnown.set(labels, [...numbers.values()].includes(undefined) ? 0 : 1);
    for (const [choice, number] of numbers) {
      note(this.#choices, query, choice);
      if (number === undefined) this.#metrics.queryValue.remove({ ...labels, choice });
      else this.#metrics.queryValue.set({ ...labels, choice }, number);
    }
    this.#changed();
  }

  #remove(query: string): void {
    const { queryUp, queryKnown, queryLastSuccess, queryDuration, queryValue, queryFailures } = this.#metrics;
    const labels = { site: this.#site, query };
    for (const gauge of [queryUp, queryKnown, queryLastSuccess, queryDuration]) gauge.remove(labels);
    for (const choice of this.#choices.get(query) ?? []) queryValue.remove({ ...labels, choice });
    for (const reason of this.#reasons.get(query) ?? []) queryFailures.remove({ ...labels, reason });
    this.#choices.delete(query);
    this.#reasons.delete(query);
  }
}

function note(some: Map<string, Set<string>>, query: string, label: string): void {
  some.set(query, (some.get(query) ?? new Set()).add(label));
}
