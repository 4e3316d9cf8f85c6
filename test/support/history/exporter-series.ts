import { REJECTIONS } from '../../../src/metrics/exporter-telemetry.js';
import { counted, type Grid, type Labels, type Series } from './grid.js';
import { type Random, randomFrom, skewed } from './random.js';
import type { Shop } from './shop.js';

const MIB = 2 ** 20;
const NODE = 'v20.20.2';
/** Events a day that a site's webhook receives. */
const EVENTS = {
  AfterShoppingCartCheckout: 60,
  OrderPaid: 45,
  AfterModuleCreate: 40,
  CancelOrder: 6,
  ProductEdit: 3,
};

/** What happens to the exporter itself. */
type Life = {
  readonly seed: number;
  /** The instants at which it restarted. */
  readonly restarts: readonly number[];
  readonly isDown: (index: number) => boolean;
  /** Hours before the end between which the configuration could not be reloaded. */
  readonly badConfig: { readonly from: number; readonly to: number };
};

type Add = (name: string, value: (index: number) => number, labels?: Labels) => Series;

/** Returns the exporter's series about itself, and Prometheus's about scraping it. */
export function exporterSeries(
  shops: readonly Shop[],
  grid: Grid,
  { seed, restarts, isDown, badConfig }: Life,
  scraped: number,
): readonly Series[] {
  const random = randomFrom(seed);
  const gauge: Add = (name, value, labels = {}) => ({ name, labels, values: grid.values(value) });
  const counter: Add = (name, growth, labels = {}) => ({
    name,
    labels,
    values: counted(grid, growth, restarts),
  });
  const startedAt = (index: number) => {
    const restart = restarts.findLast((instant) => instant <= index);
    return restart === undefined ? grid.start - 86_400 : grid.timeAt(restart);
  };
  const isBad = (index: number) => index >= grid.before(badConfig.from) && index < grid.before(badConfig.to);
  const loadedAt = (index: number) =>
    index < grid.before(badConfig.to) ? startedAt(index) : grid.timeAt(grid.before(badConfig.to));
  const ageDays = (index: number) => (grid.timeAt(index) - startedAt(index)) / 86_400;
  const heaps = grid.values((index) => (34 + 1.2 * Math.min(4, ageDays(index)) + 9 * random()) * MIB);
  const lags = grid.values(() => skewed(0.0105, random));
  const heap = (index: number) => heaps[index] ?? 0;
  const lag = (index: number) => lags[index] ?? 0;
  return [
    gauge('whmcs_exporter_build_info', () => 1, {
      version: '0.1.0',
      revision: '7c1e0a4',
      node_version: NODE,
    }),
    gauge('whmcs_exporter_config_last_reload_successful', (index) => (isBad(index) ? 0 : 1)),
    gauge('whmcs_exporter_config_last_reload_success_timestamp_seconds', loadedAt),
    ...webhookSeries(shops, counter, random),
    counter('process_cpu_user_seconds_total', () => skewed(0.35, random)),
    counter('process_cpu_system_seconds_total', () => skewed(0.08, random)),
    counter('process_cpu_seconds_total', () => skewed(0.43, random)),
    gauge('process_start_time_seconds', startedAt),
    gauge('process_resident_memory_bytes', (index) => heap(index) + 62 * MIB),
    gauge('process_virtual_memory_bytes', () => 21_540 * MIB),
    gauge('process_heap_bytes', (index) => heap(index) + 120 * MIB),
    gauge('process_open_fds', () => 24 + Math.floor(4 * random())),
    gauge('process_max_fds', () => 20_000),
    ...nodeSeries(gauge, counter, { heap, lag, random }),
    gauge('up', (index) => (isDown(index) ? 0 : 1)),
    gauge('scrape_duration_seconds', (index) => (isDown(index) ? 0.001 : skewed(0.006, random))),
    gauge('scrape_samples_scraped', (index) => (isDown(index) ? 0 : scraped)),
    gauge('scrape_samples_post_metric_relabeling', (index) => (isDown(index) ? 0 : scraped)),
    gauge('scrape_series_added', (index) => (restarts.includes(index) ? scraped : 0)),
  ];
}

function webhookSeries(shops: readonly Shop[], counter: Add, random: Random): readonly Series[] {
  const byDaylight = (index: number) => 1 + Math.sin(((index % 1_440) / 1_440) * 2 * Math.PI - 1);
  const accepted = shops
    .filter(({ webhook }) => webhook)
    .flatMap(({ site }) =>
      Object.entries(EVENTS).map(([event, perDay]) =>
        counter(
          'whmcs_webhook_events_total',
          (index) => (random() < (perDay * byDaylight(index)) / 1_440 ? 1 : 0),
          {
            site,
            event,
          },
        ),
      ),
    );
  const rejected = REJECTIONS.map((reason) =>
    counter('whmcs_webhook_rejected_total', () => (reason === 'stale' && random() < 0.0008 ? 1 : 0), {
      reason,
    }),
  );
  return [...accepted, ...rejected];
}

type Readings = {
  readonly heap: (index: number) => number;
  readonly lag: (index: number) => number;
  readonly random: Random;
};

function nodeSeries(gauge: Add, counter: Add, { heap, lag, random }: Readings): readonly Series[] {
  const quantiles = { min: 0.86, mean: 1.02, p50: 1, p90: 1.12, p99: 1.9, max: 4.5 };
  const gc = {
    minor: { perMinute: 4, seconds: 0.0012 },
    incremental: { perMinute: 0.2, seconds: 0.0006 },
    major: { perMinute: 0.1, seconds: 0.006 },
  };
  return [
    gauge('nodejs_version_info', () => 1, { version: NODE, major: '20', minor: '20', patch: '2' }),
    gauge('nodejs_eventloop_lag_seconds', (index) => lag(index) / 12),
    ...Object.entries(quantiles).map(([quantile, factor]) =>
      gauge(
        `nodejs_eventloop_lag_${quantile}_seconds`,
        (index) => lag(index) * factor * (quantile === 'max' ? skewed(1, random) : 1),
      ),
    ),
    gauge('nodejs_heap_size_total_bytes', (index) => heap(index) + 22 * MIB),
    gauge('nodejs_heap_size_used_bytes', heap),
    gauge('nodejs_external_memory_bytes', () => 6.6 * MIB),
    ...Object.entries({ TCPServerWrap: 1, TCPSocketWrap: 3, Timeout: 6 }).map(([type, count]) =>
      gauge('nodejs_active_resources', () => count, { type }),
    ),
    ...Object.entries({ Server: 1, Socket: 3 }).map(([type, count]) =>
      gauge('nodejs_active_handles', () => count, { type }),
    ),
    ...Object.entries(gc).flatMap(([kind, { perMinute, seconds }]) =>
      gcSeries(kind, perMinute, seconds, counter, random),
    ),
  ];
}

function gcSeries(
  kind: string,
  perMinute: number,
  seconds: number,
  counter: Add,
  random: Random,
): readonly Series[] {
  const name = 'nodejs_gc_duration_seconds';
  const runs = (share: number) => () => (random() < perMinute % 1 ? 1 : Math.floor(perMinute)) * share;
  const bucket = (le: number) => (le < seconds ? 0 : 1);
  return [
    ...[0.001, 0.01, 0.1, 1, 2, 5].map((le) =>
      counter(`${name}_bucket`, runs(bucket(le)), { kind, le: String(le) }),
    ),
    counter(`${name}_bucket`, runs(1), { kind, le: '+Inf' }),
    counter(`${name}_count`, runs(1), { kind }),
    counter(`${name}_sum`, runs(seconds), { kind }),
  ];
}
