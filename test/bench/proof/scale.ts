import type { Results } from './results.js';
import { OURS } from './serving.js';

/** The costs per unit. */
export type UnitCosts = {
  /** Memory of a process without series, in MiB. */
  readonly baseMiB: number;
  readonly bytesPerSeries: number;
  readonly seriesPerProduct: number;
  /** Series of a site beyond those of its products. */
  readonly seriesPerSite: number;
  readonly collectCpuMsPerProduct: number;
  readonly callsPerCollection: number;
  readonly prometheusBytesPerSeries: number;
  readonly diskBytesPerSeriesDay: number;
};

/** The needs of a fleet. */
export type Needs = {
  readonly sites: number;
  readonly shards: number;
  readonly series: number;
  /** Memory of one exporter. */
  readonly memoryMiB: number;
  /** Of a core, for all exporters. */
  readonly corePercent: number;
  readonly callsPerSecond: number;
  readonly prometheusMiB: number;
  /** Of Prometheus, a day. */
  readonly diskGiB: number;
};

/** As in the shipped configurations. */
const COLLECTION_SECONDS = 60;
const SCRAPES_PER_DAY = 86_400 / 30;
export const PRODUCTS_PER_SITE = 200;
export const SITES_PER_SHARD = 1_000;

/** Derives the unit costs from a run; undefined if it measured too little. */
export function deriveCosts({ serving, prometheus }: Results): UnitCosts | undefined {
  const sorted = serving.toSorted((one, other) => one.series - other.series);
  const [small, large] = [sorted[0], sorted.at(-1)];
  if (!small || !large || small === large || !prometheus) return undefined;
  const memory = ({ rss }: typeof small) => (rss[OURS] ?? Number.NaN) * 2 ** 20;
  const bytesPerSeries = (memory(large) - memory(small)) / (large.series - small.series);
  return {
    baseMiB: (memory(small) - bytesPerSeries * small.series) / 2 ** 20,
    bytesPerSeries,
    seriesPerProduct: large.seriesPerProduct,
    seriesPerSite: large.seriesPerSite,
    collectCpuMsPerProduct: large.collectCpuMs,
    callsPerCollection: large.calls,
    prometheusBytesPerSeries: (prometheus.memoryMiB * 2 ** 20) / prometheus.series,
    diskBytesPerSeriesDay: SCRAPES_PER_DAY * prometheus.sampleBytes + prometheus.indexBytes,
  };
}

/** Computes what a fleet of some sites needs. */
export function scale(costs: UnitCosts, sites: number): Needs {
  const shards = Math.ceil(sites / SITES_PER_SHARD);
  const products = sites * PRODUCTS_PER_SITE;
  const series = products * costs.seriesPerProduct + sites * costs.seriesPerSite;
  return {
    ...{ sites, shards, series },
    memoryMiB: costs.baseMiB + (costs.bytesPerSeries * series) / shards / 2 ** 20,
    corePercent: (100 * products * costs.collectCpuMsPerProduct) / (1_000 * COLLECTION_SECONDS),
    callsPerSecond: (sites * costs.callsPerCollection) / COLLECTION_SECONDS,
    prometheusMiB: (series * costs.prometheusBytesPerSeries) / 2 ** 20,
    diskGiB: (series * costs.diskBytesPerSeriesDay) / 2 ** 30,
  };
}
