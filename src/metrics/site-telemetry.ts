import { Counter, Gauge, Histogram } from 'prom-client';
import type { RequestObserver } from '../whmcs/client.js';
import { REASONS, type Reason } from '../whmcs/reasons.js';
import { type MetricType, renderHeader, renderLabels, renderSample } from './text.js';

/** What a site's loops do, as the label `task` of unexpected errors. */
export const SITE_TASKS = ['collection', 'refresh', 'usage', 'version'] as const;

export type SiteTask = (typeof SITE_TASKS)[number];

/** How a collection ended. */
export type CollectionOutcome = {
  readonly seconds: number;
  /** Unix time in seconds. */
  readonly endedAt: number;
  /** Undefined where it succeeded. */
  readonly reason: Reason | undefined;
};

/** One family of one site: the header is the same for every site. */
export type TelemetryBlock = { readonly name: string; readonly header: string; readonly samples: string };

/** Made for no registry: a site's families are rendered one by one, under headers that all sites share. */
const registers: [] = [];
const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
  new Gauge({ name, help, labelNames: [...labelNames], registers });
const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
  new Counter({ name, help, labelNames: [...labelNames], registers });

/**
 * What is counted of the work done for one site: collections and API requests. It renders only what changed, so that
 * a scrape of many quiet sites costs nothing.
 */
export class SiteTelemetry implements RequestObserver {
  /** Grows with every change. */
  version = 0;

  readonly #up = gauge('whmcs_up', 'Whether the last collection from the site succeeded.', ['site']);
  readonly #info = gauge(
    'whmcs_site_info',
    "The site's host, the source its stock is read from and the version of WHMCS, empty where not granted; always 1.",
    ['site', 'url_host', 'source', 'version'],
  );
  readonly #collections = counter('whmcs_collections_total', 'Collections started.', ['site']);
  readonly #collectionFailures = counter(
    'whmcs_collection_failures_total',
    'Collections that failed, by reason.',
    ['site', 'reason'],
  );
  readonly #collectionDuration = gauge(
    'whmcs_collection_duration_seconds',
    'How long the last collection took.',
    ['site'],
  );
  readonly #lastAttempt = gauge(
    'whmcs_collection_last_attempt_timestamp_seconds',
    'Unix time at which the last collection ended, well or not.',
    ['site'],
  );
  readonly #lastSuccess = gauge(
    'whmcs_collection_last_success_timestamp_seconds',
    'Unix time at which the last good collection ended. The age of the stock is counted from here.',
    ['site'],
  );
  readonly #interval = gauge(
    'whmcs_collection_interval_seconds',
    'The interval between collections in force now, longer than configured while the site fails.',
    ['site'],
  );
  readonly #dropped = gauge(
    'whmcs_series_dropped',
    "Series of the site's stock that are withheld, being beyond its series_limit.",
    ['site'],
  );
  readonly #slow = gauge(
    'whmcs_site_slow',
    "Whether the site's last API call took longer than a second, so that its calls run in the slow pool.",
    ['site'],
  );
  readonly #unexpected = counter(
    'whmcs_unexpected_errors_total',
    'Errors that the exporter has no reason for, by the task that they ended. Each is a bug; the log has its stack.',
    ['site', 'task'],
  );
  readonly #requests = counter(
    'whmcs_api_requests_total',
    'HTTP requests sent to the API, retries included.',
    ['site', 'action'],
  );
  readonly #errors = counter('whmcs_api_errors_total', 'HTTP requests to the API that failed, by reason.', [
    'site',
    'action',
    'reason',
  ]);
  readonly #retries = counter(
    'whmcs_api_retries_total',
    'HTTP requests to the API that repeated a failed one.',
    ['site', 'action'],
  );
  readonly #duration = new Histogram({
    name: 'whmcs_api_request_duration_seconds',
    help: 'Time from sending an HTTP request to the API until its answer was read.',
    labelNames: ['site', 'action'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  readonly #bytes = counter(
    'whmcs_api_response_size_bytes_total',
    'Bytes of API answers received, after decompression.',
    ['site', 'action'],
  );
  readonly #inFlight = gauge('whmcs_api_requests_in_flight', 'HTTP requests to the API under way now.', [
    'site',
  ]);

  /** In the order in which they are exposed. */
  readonly #metrics = [
    this.#up,
    this.#info,
    this.#collections,
    this.#collectionFailures,
    this.#collectionDuration,
    this.#lastAttempt,
    this.#lastSuccess,
    this.#interval,
    this.#dropped,
    this.#slow,
    this.#unexpected,
    this.#requests,
    this.#errors,
    this.#retries,
    this.#duration,
    this.#bytes,
    this.#inFlight,
  ];

  readonly #actions = new Set<string>();

  constructor(readonly site: string) {
    this.#collections.inc({ site }, 0);
    this.#inFlight.set({ site }, 0);
    this.#dropped.set({ site }, 0);
    this.#slow.set({ site }, 0);
    for (const reason of REASONS) this.#collectionFailures.inc({ site, reason }, 0);
    for (const task of SITE_TASKS) this.#unexpected.inc({ site, task }, 0);
  }

  /** Lets the series of API actions stand at 0 before anything happens, so that a first error shows as a rate. */
  declareActions(actions: readonly string[]): void {
    this.version += 1;
    const { site } = this;
    for (const action of actions) {
      this.#begin(action);
      for (const reason of REASONS) this.#errors.inc({ site, action, reason }, 0);
    }
  }

  /** The series of an action without those of its errors, which an action that is only tried out may never need. */
  #begin(action: string): void {
    if (this.#actions.has(action)) return;
    this.#actions.add(action);
    const { site } = this;
    for (const counter of [this.#requests, this.#retries, this.#bytes]) counter.inc({ site, action }, 0);
    this.#duration.zero({ site, action });
  }

  collectionStarted(): void {
    this.version += 1;
    this.#collections.inc({ site: this.site });
  }

  collectionEnded({ seconds, endedAt, reason }: CollectionOutcome): void {
    this.version += 1;
    const { site } = this;
    this.#up.set({ site }, reason === undefined ? 1 : 0);
    this.#collectionDuration.set({ site }, seconds);
    this.#lastAttempt.set({ site }, endedAt);
    if (reason === undefined) this.#lastSuccess.set({ site }, endedAt);
    else this.#collectionFailures.inc({ site, reason });
  }

  /** @param info labels of `whmcs_site_info`; they replace those before. */
  identified(info: { readonly url_host: string; readonly source: string; readonly version: string }): void {
    this.version += 1;
    this.#info.reset();
    this.#info.set({ site: this.site, ...info }, 1);
  }

  intervalChanged(seconds: number): void {
    this.version += 1;
    this.#interval.set({ site: this.site }, seconds);
  }

  seriesDropped(series: number): void {
    this.version += 1;
    this.#dropped.set({ site: this.site }, series);
  }

  speedChanged(isSlow: boolean): void {
    this.version += 1;
    this.#slow.set({ site: this.site }, isSlow ? 1 : 0);
  }

  /** Counts an error that ended a task and is no failure of the site's. */
  unexpectedError(task: SiteTask): void {
    this.version += 1;
    this.#unexpected.inc({ site: this.site, task });
  }

  requestStarted(action: string): void {
    this.version += 1;
    this.#begin(action);
    this.#requests.inc({ site: this.site, action });
    this.#inFlight.inc({ site: this.site });
  }

  requestEnded(
    action: string,
    {
      seconds,
      bytes,
      reason,
    }: { readonly seconds: number; readonly bytes: number; readonly reason: Reason | undefined },
  ): void {
    this.version += 1;
    const { site } = this;
    this.#inFlight.dec({ site });
    this.#duration.observe({ site, action }, seconds);
    this.#bytes.inc({ site, action }, bytes);
    if (reason !== undefined) this.#errors.inc({ site, action, reason });
  }

  retried(action: string): void {
    this.version += 1;
    this.#retries.inc({ site: this.site, action });
  }

  /** Every family of the site, in an order that is the same for all sites. */
  async render(): Promise<readonly TelemetryBlock[]> {
    const rendered = await Promise.all(this.#metrics.map((metric) => metric.get()));
    return rendered.map(({ name, help, type, values }) => ({
      name,
      header: renderHeader(name, type.toString() as MetricType, help),
      samples: values
        .map((sample) =>
          renderSample(
            'metricName' in sample ? String(sample.metricName) : name,
            renderLabels(sample.labels),
            sample.value,
          ),
        )
        .join(''),
    }));
  }
}
