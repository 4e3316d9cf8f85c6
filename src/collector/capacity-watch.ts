import pLimit from 'p-limit';
import type { Problem } from '../capacity/measure-numbers.js';
import { type Evaluation, MOST_AT_ONCE, type QueryClient } from '../capacity/query-client.js';
import { QueryError } from '../capacity/query-error.js';
import type { Config } from '../config/config.js';
import type { PrometheusConfig } from '../config/prometheus.js';
import type { CapacityTelemetry } from '../metrics/capacity-telemetry.js';
import { Alarm } from './alarm.js';
import { CallWatch } from './call-watch.js';
import type { CapacityNumbers } from './capacity-numbers.js';
import type { Clock, SteadyTime } from './clock.js';
import { Heartbeat } from './heartbeat.js';
import { learnAnswer } from './learn-answer.js';
import type { CollectorLog } from './log.js';
import { repeat } from './loop.js';
import { createQueryLog, type QueryLog } from './query-log.js';
import { firstDelays, type MeasureUse, type PlannedQuery, planQueries, untilNextRun } from './query-plan.js';

export type CapacityWatchDeps = {
  readonly clock: Clock;
  readonly steadyTime: SteadyTime;
  readonly log: CollectorLog;
  readonly numbers: CapacityNumbers;
  readonly openClient: (prometheus: PrometheusConfig) => QueryClient;
  readonly telemetry: (site: string) => CapacityTelemetry;
  /** Called when a number of a site has changed, or is no longer known. */
  readonly news: (site: string) => void;
  /** Called with every unexpected error, and a site that it affects. */
  readonly reportBug: (site: string, error: unknown) => void;
};

/** A query with its loop. */
type Running = {
  planned: PlannedQuery;
  readonly heartbeat: Heartbeat;
  readonly end: AbortController;
  readonly log: QueryLog;
};

/** The Prometheus in use. */
type Queried = { readonly config: PrometheusConfig; readonly client: QueryClient };

/**
 * Runs the queries for capacity of all sites, each at its own interval, beside the collections. A failed
 * query affects nothing but its own numbers, which stay in use until they are too old.
 */
export class CapacityWatch {
  readonly #deps: CapacityWatchDeps;
  readonly #limit = pLimit(MOST_AT_ONCE);
  readonly #running = new Map<string, Running>();
  /** The last exposed numbers of each measure. */
  readonly #shown = new Map<string, string>();
  readonly #alarm: Alarm;
  #queried: Queried | undefined;
  #signal: AbortSignal | undefined;

  constructor(deps: CapacityWatchDeps) {
    this.#deps = deps;
    this.#alarm = new Alarm(deps.clock, deps.steadyTime);
  }

  /** Applies a configuration. Unchanged queries keep running. */
  reconfigure({ prometheus, sites }: Pick<Config, 'prometheus' | 'sites'>): void {
    const plan = prometheus ? planQueries(sites) : new Map<string, PlannedQuery>();
    const isSameServer = prometheus?.digest === this.#queried?.config.digest;
    for (const [key, running] of this.#running) {
      const planned = plan.get(key);
      if (planned && isSameServer) running.planned = planned;
      else {
        running.end.abort();
        this.#running.delete(key);
      }
    }
    if (!isSameServer) {
      this.#close();
      this.#queried = prometheus && { config: prometheus, client: this.#deps.openClient(prometheus) };
    }
    this.#deps.numbers.retain(sites.flatMap(({ limits }) => limits.measures ?? []));
    for (const { name, limits } of sites)
      this.#deps.telemetry(name).declare((limits.measures ?? []).map((measure) => measure.name));
    const added = [...plan.values()].filter(({ key }) => !this.#running.has(key));
    const created = added.map((planned) => this.#create(planned));
    for (const running of created) this.#running.set(running.planned.key, running);
    const uses = this.#uses();
    const keys = new Set(uses.map(keyOfUse));
    for (const key of this.#shown.keys()) if (!keys.has(key)) this.#shown.delete(key);
    for (const use of uses) this.#show(use);
    if (this.#signal) this.#start(created);
  }

  /** Runs the queries until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    this.#start([...this.#running.values()]);
    while (!signal.aborted) {
      const expiries = this.#uses().map(({ measure }) => this.#deps.numbers.expiresAt(measure));
      await this.#alarm.sleepUntil(Math.min(...expiries), signal);
      for (const use of this.#uses()) this.#show(use);
    }
    for (const { end } of this.#running.values()) end.abort();
    this.#close();
  }

  /** Returns the stalled queries, and for how many ms each has made no progress. */
  stalls(): readonly { readonly query: string; readonly ms: number }[] {
    return [...this.#running.values()].flatMap(({ planned, heartbeat }) => {
      const ms = heartbeat.stalledFor();
      return ms === undefined ? [] : { query: planned.uses[0]?.measure.name ?? planned.query, ms };
    });
  }

  #close(): void {
    this.#queried?.client.close().catch(() => {});
    this.#queried = undefined;
  }

  #create(planned: PlannedQuery): Running {
    const { clock, log } = this.#deps;
    const heartbeat = new Heartbeat('capacity', clock, new CallWatch(clock));
    return { planned, heartbeat, end: new AbortController(), log: createQueryLog(log) };
  }

  #start(queries: readonly Running[]): void {
    const delays = firstDelays(queries.length);
    for (const [index, running] of queries.entries()) this.#loop(running, delays[index] ?? 0);
  }

  async #loop(running: Running, delayMs: number): Promise<void> {
    const { heartbeat, end } = running;
    const failed = (error: unknown) => {
      for (const { site } of running.planned.uses.slice(0, 1)) this.#deps.reportBug(site, error);
    };
    const deps = { heartbeat, failed, pauseMs: running.planned.intervalMs };
    await heartbeat.sleep(delayMs, end.signal);
    await repeat(() => this.#runAndWait(running), deps, end.signal);
  }

  async #runAndWait(running: Running): Promise<void> {
    const { heartbeat, end } = running;
    heartbeat.wait();
    await this.#limit(() => this.#run(running));
    const ms = untilNextRun(running.planned, this.#deps.clock.monotonic());
    await heartbeat.sleep(ms, end.signal);
  }

  async #run(running: Running): Promise<void> {
    const { clock, steadyTime } = this.#deps;
    const { signal } = running.end;
    const queried = this.#queried;
    if (!queried || signal.aborted) return;
    const [started, startedAt, at] = [clock.monotonic(), clock.now() / 1000, steadyTime()];
    running.heartbeat.wait(() => started + queried.config.timeoutMs);
    const answer = await queried.client.query(running.planned.query, signal).catch((error: unknown) => {
      if (error instanceof QueryError) return error;
      throw error;
    });
    if (signal.aborted) return;
    const seconds = (clock.monotonic() - started) / 1000;
    const problems = running.planned.uses.map((use) => {
      const found = answer instanceof QueryError ? [answer] : this.#learn(use, answer, at);
      const reasons = [...new Set(found.map(({ reason }) => reason))];
      this.#deps.telemetry(use.site).ran(use.measure.name, { seconds, startedAt, reasons });
      return found[0];
    });
    for (const use of running.planned.uses) this.#show(use);
    running.log(
      running.planned,
      problems.find((problem) => problem !== undefined),
      answer instanceof QueryError ? [] : answer.warnings,
    );
  }

  /** Stores the numbers of an answer, and returns why some are missing. */
  #learn({ measure }: MeasureUse, answer: Evaluation, at: number): readonly Problem[] {
    const problems = learnAnswer(this.#deps.numbers, measure, answer, at);
    this.#alarm.ringBefore(this.#deps.numbers.expiresAt(measure));
    return problems;
  }

  #uses(): readonly MeasureUse[] {
    return [...this.#running.values()].flatMap(({ planned }) => planned.uses);
  }

  /** Exposes the numbers of a measure, if they have changed. */
  #show(use: MeasureUse): void {
    const { site, measure } = use;
    const numbers = this.#deps.numbers.all(measure);
    const [key, shown] = [keyOfUse(use), JSON.stringify([...numbers])];
    if (this.#shown.get(key) === shown) return;
    this.#shown.set(key, shown);
    this.#deps.telemetry(site).shows(measure.name, numbers);
    this.#deps.news(site);
  }
}

const keyOfUse = ({ site, measure }: MeasureUse): string => `${site} ${measure.name}`;
