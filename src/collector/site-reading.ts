import type { SiteConfig } from '../config/config.js';
import type { SiteSlot } from '../metrics/exposition.js';
import { SiteTelemetry } from '../metrics/site-telemetry.js';
import type { SalesHistory } from '../stock/sales-history.js';
import type { KeptDiary } from '../stock/stock-diary.js';
import { REASONS } from '../whmcs/reasons.js';
import { needsCounting } from '../whmcs/services/needs-counting.js';
import type { Transport } from '../whmcs/transport.js';
import type { CallPools } from './call-pools.js';
import type { CapacityNumbers } from './capacity-numbers.js';
import { type SteadyTime, systemClock } from './clock.js';
import type { ExposedStock } from './exposed-stock.js';
import type { Knowledge } from './site-memory.js';
import { createSiteParts, type SiteParts } from './site-parts.js';
import type { SiteStatus } from './status.js';

/** The result of one reading of a site, combined with earlier knowledge. */
export type SiteReading = {
  /** Its `failure` says why the site could not be read. */
  readonly status: SiteStatus;
  /** The stock. If the site could not be read, the stock of the last reading; undefined if there was none. */
  readonly stock: ExposedStock | undefined;
  /** The diary of the units sold per day. */
  readonly diary: KeptDiary;
  /** The order history of WHMCS; undefined if it has none. */
  readonly sales: SalesHistory | undefined;
  /** Other problems, described for the operator. */
  readonly warnings: readonly string[];
};

export type SiteReadingDeps = {
  readonly transport: Transport;
  readonly pools: CallPools;
  readonly steadyTime: SteadyTime;
  /** The numbers of measured limits. */
  readonly numbers: CapacityNumbers;
};

/**
 * Reads a site once, as the exporter does after a start: the stock, then unknown units in use, then the
 * order history. It exposes and saves nothing.
 *
 * @param known the exporter's knowledge of the site.
 */
export async function readSite(
  config: SiteConfig,
  { transport, ...deps }: SiteReadingDeps,
  known: Knowledge | undefined,
  signal: AbortSignal,
): Promise<SiteReading> {
  const warnings: string[] = [];
  type Fields = { readonly error?: unknown; readonly err?: unknown; readonly note?: unknown };
  const warn = (fields: Fields, message: string) => {
    if (fields.note !== undefined) return; // the status has the notes
    const cause = fields.error ?? fields.err;
    warnings.push(cause === undefined ? message : `${message}: ${String(cause)}`);
  };
  const silent = () => {};
  const parts = createSiteParts(
    config,
    {
      ...deps,
      ...{ transport, clock: systemClock, random: Math.random, slot: nowhere(config) },
      log: { debug: silent, info: silent, warn, error: warn },
      keep: async () => {},
    },
    known && { ...known, memory: { ...known.memory, failures: 0 } },
  );
  try {
    const { collector } = parts;
    await collector.collect(signal);
    if (!collector.status().failure) await readMore(parts, config, signal);
    else if (known) await collector.republish(signal);
    const { sales, history: diary = { version: 0, products: {} } } = parts.knowledge();
    const status = collector.status();
    return { status, stock: collector.exposed(), diary, sales, warnings: status.failure ? [] : warnings };
  } finally {
    await transport.close();
  }
}

/** Reads the units in use and the order history. */
async function readMore(
  { collector, usage, sales }: SiteParts,
  config: SiteConfig,
  signal: AbortSignal,
): Promise<void> {
  const republish = () => collector.republish(signal);
  const { last } = collector.memory();
  const counted = usage.counted();
  const isMissing = needsCounting(config);
  if (last?.catalogue.products.some((product) => isMissing(product) && !counted.has(product.id)))
    await usage.countWhenDue(republish, signal);
  const { source } = collector.status();
  if (source) sales.answered(source);
  await sales.readWhenDue(republish, signal);
}

/** Returns a slot that exposes nothing. */
const nowhere = ({ name }: SiteConfig): SiteSlot => ({
  telemetry: new SiteTelemetry(name, REASONS),
  publish: async () => 0,
  withdraw() {},
  remove() {},
});
