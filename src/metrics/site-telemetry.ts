import { capacityMetrics } from './capacity-metrics.js';
import { CapacityTelemetry } from './capacity-telemetry.js';
import { type RenderedMetric, renderMetric } from './render-metric.js';
import { siteMetrics } from './site-metrics.js';
import { createMetrics, type Metrics } from './telemetry-table.js';

/** The loops of a site, as the label `task` of unexpected errors. */
export const SITE_TASKS = ['collection', 'refresh', 'usage', 'sales', 'version', 'capacity'] as const;

export type SiteTask = (typeof SITE_TASKS)[number];

/** How a collection ended. */
export type CollectionOutcome = {
  readonly seconds: number;
  /** Unix time in seconds. */
  readonly endedAt: number;
  /** Undefined if it succeeded. */
  readonly reason: string | undefined;
};

/** The state of a site as a previous process left it. */
export type ResumedState = {
  readonly lastAttempt: Date | undefined;
  readonly lastSuccess: Date | undefined;
  /** Undefined if the last collection succeeded. */
  readonly failure: object | undefined;
  readonly source: string | undefined;
  readonly urlHost: string;
  readonly whmcsVersion: string;
};

/** Counts the work done for one site: collections and API requests. */
export class SiteTelemetry {
  /** Incremented with every change. */
  version = 0;

  /** Steady time in ms at which the reading of the exposed stock began; undefined before the first. */
  #readAt: number | undefined;
  readonly #metrics = createMetrics(siteMetrics);
  readonly capacity: CapacityTelemetry;
  readonly #actions = new Set<string>();
  /** Metrics that changed since they were rendered. */
  readonly #changed = new Set<Metric>();
  readonly #rendered = new Map<Metric, Promise<RenderedMetric>>();

  /**
   * @param reasons the reasons of failures, whose series start at 0.
   * @param changed called with every change.
   */
  constructor(
    readonly site: string,
    private readonly reasons: readonly string[],
    private readonly changed: () => void = () => {},
  ) {
    this.capacity = new CapacityTelemetry(site, this.#metrics, () => {
      for (const key of CAPACITY) this.#change(key);
    });
    this.#metrics.collections.inc({ site }, 0);
    this.#metrics.inFlight.set({ site }, 0);
    this.#metrics.dropped.set({ site }, 0);
    this.#metrics.lossesUnconfirmed.inc({ site }, 0);
    this.#metrics.usageCountsFailed.set({ site }, 0);
    this.#metrics.slow.set({ site }, 0);
    for (const reason of this.reasons) this.#metrics.collectionFailures.inc({ site, reason }, 0);
    for (const task of SITE_TASKS) this.#metrics.unexpected.inc({ site, task }, 0);
  }

  /** Starts the series of API actions at 0, so that a first error shows as a rate. */
  declareActions(actions: readonly string[]): void {
    const { site } = this;
    for (const action of actions) {
      this.#begin(action);
      for (const reason of this.reasons) this.#change('errors').inc({ site, action, reason }, 0);
    }
  }

  /** Starts the series of an action except its errors, which an action that is only tried may never need. */
  #begin(action: string): void {
    if (this.#actions.has(action)) return;
    this.#actions.add(action);
    const { site } = this;
    for (const counter of [this.#change('requests'), this.#change('retries'), this.#change('bytes')])
      counter.inc({ site, action }, 0);
    this.#change('duration').zero({ site, action });
  }

  collectionStarted(): void {
    this.#change('collections').inc({ site: this.site });
  }

  collectionEnded({ seconds, endedAt, reason }: CollectionOutcome): void {
    const { site } = this;
    this.#change('up').set({ site }, reason === undefined ? 1 : 0);
    this.#change('collectionDuration').set({ site }, seconds);
    this.#change('lastAttempt').set({ site }, endedAt);
    if (reason === undefined) this.#change('lastSuccess').set({ site }, endedAt - seconds);
    else this.#change('collectionFailures').inc({ site, reason });
  }

  /** @param at steady time in ms at which the reading of the exposed stock began. */
  stockRead(at: number): void {
    this.#readAt = at;
    this.changed();
  }

  get readAt(): number | undefined {
    return this.#readAt;
  }

  /** Shows the state that a previous process left, until the first collection. */
  resumed({ lastAttempt, lastSuccess, failure, source, urlHost, whmcsVersion }: ResumedState): void {
    if (!lastAttempt) return;
    const { site } = this;
    this.#change('up').set({ site }, failure ? 0 : 1);
    this.#change('lastAttempt').set({ site }, lastAttempt.getTime() / 1000);
    if (lastSuccess) this.#change('lastSuccess').set({ site }, lastSuccess.getTime() / 1000);
    if (source) this.identified({ url_host: urlHost, source, version: whmcsVersion });
  }

  /** Counts a failure of a source that another one replaces, so that the collection succeeds. */
  sourceFailed(reason: string): void {
    this.#change('collectionFailures').inc({ site: this.site, reason });
  }

  /** @param info the labels of `whmcs_site_info`, which replace the previous ones. */
  identified(info: { readonly url_host: string; readonly source: string; readonly version: string }): void {
    this.#change('info').reset();
    this.#change('info').set({ site: this.site, ...info }, 1);
  }

  /** @param adminUrl the address of the admin area, which replaces the previous one. */
  linked(adminUrl: URL | undefined): void {
    this.#change('links').reset();
    if (adminUrl) this.#change('links').set({ site: this.site, admin_url: adminUrl.href }, 1);
  }

  /** @param history the data behind the forecasts. It replaces the previous one. */
  forecast(history: 'companion' | 'services' | 'movement'): void {
    this.#change('forecast').reset();
    this.#change('forecast').set({ site: this.site, history }, 1);
  }

  intervalChanged(seconds: number): void {
    this.#change('interval').set({ site: this.site }, seconds);
  }

  seriesDropped(series: number): void {
    this.#change('dropped').set({ site: this.site }, series);
  }

  /** Counts a reading that lacked so many products that the next one must confirm it. */
  lossUnconfirmed(): void {
    this.#change('lossesUnconfirmed').inc({ site: this.site });
  }

  usageCountsFailed(products: number): void {
    this.#change('usageCountsFailed').set({ site: this.site }, products);
  }

  speedChanged(isSlow: boolean): void {
    this.#change('slow').set({ site: this.site }, isSlow ? 1 : 0);
  }

  /** Counts an error that ended a task and is not a failure of the site. */
  unexpectedError(task: SiteTask): void {
    this.#change('unexpected').inc({ site: this.site, task });
  }

  requestStarted(action: string): void {
    this.#begin(action);
    this.#change('requests').inc({ site: this.site, action });
    this.#change('inFlight').inc({ site: this.site });
  }

  requestEnded(
    action: string,
    {
      seconds,
      bytes,
      reason,
    }: { readonly seconds: number; readonly bytes: number; readonly reason: string | undefined },
  ): void {
    const { site } = this;
    this.#change('inFlight').dec({ site });
    this.#change('duration').observe({ site, action }, seconds);
    this.#change('bytes').inc({ site, action }, bytes);
    if (reason !== undefined) this.#change('errors').inc({ site, action, reason });
  }

  retried(action: string): void {
    this.#change('retries').inc({ site: this.site, action });
  }

  /**
   * Renders every metric of the site, in the same order for all sites. The result for a metric whose text is
   * the same as in the last call is the same object.
   */
  render(): Promise<readonly RenderedMetric[]> {
    return Promise.all(
      METRICS.map((key) => {
        const last = this.#rendered.get(key);
        if (last && !this.#changed.delete(key)) return last;
        const rendered = this.#renderAgain(key, last);
        this.#rendered.set(key, rendered);
        return rendered;
      }),
    );
  }

  async #renderAgain(key: Metric, last: Promise<RenderedMetric> | undefined): Promise<RenderedMetric> {
    const rendered = renderMetric(await this.#metrics[key].get());
    const before = await last;
    return before?.samples === rendered.samples ? before : rendered;
  }

  /** Returns a metric to change. */
  #change<Key extends Metric>(key: Key): Metrics<typeof siteMetrics>[Key] {
    this.version += 1;
    this.changed();
    this.#changed.add(key);
    return this.#metrics[key];
  }
}

type Metric = keyof typeof siteMetrics;

const METRICS = Object.keys(siteMetrics) as Metric[]; // because Object.keys() returns plain strings
const CAPACITY = Object.keys(capacityMetrics) as (keyof typeof capacityMetrics)[];
