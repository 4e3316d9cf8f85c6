import { createQueryClient, createQueryTransport } from '../capacity/query-client.js';
import { createCallPools } from '../collector/call-pools.js';
import { CapacityNumbers } from '../collector/capacity-numbers.js';
import { readCapacity } from '../collector/capacity-reading.js';
import { type SteadyTime, systemClock } from '../collector/clock.js';
import { readPast } from '../collector/persistence/read-past.js';
import { readSite } from '../collector/site-reading.js';
import type { Config, SiteConfig } from '../config/config.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { createResolver, type Resolver } from '../whmcs/resolver.js';
import { createTransport } from '../whmcs/transport.js';
import type { ReportedSite } from './reported-site.js';
import { createReport, type Report } from './stock-report.js';

export type ReadReportOptions = {
  readonly days: number;
  /** Persistence files of exporters. */
  readonly persistenceFiles: readonly string[];
};

/** Reads every site once, and the persistence files of exporters. Changes nothing. */
export async function readReport(
  config: Config,
  { days, persistenceFiles }: ReadReportOptions,
  signal: AbortSignal,
): Promise<Report> {
  const { steadyTime, recall, problems } = await readPast(persistenceFiles);
  const resolver = createResolver(createLookupProcess());
  const pools = createCallPools(config.collector.concurrency, systemClock);
  const numbers = new CapacityNumbers(steadyTime);
  for (const site of config.sites) numbers.restore(recall(site)?.measured ?? []);
  try {
    const unmeasured = await measure(config, resolver, numbers, steadyTime, signal);
    const read = async (site: SiteConfig): Promise<ReportedSite> => {
      const deps = { transport: createTransport(site, resolver), pools, steadyTime, numbers };
      const reading = await readSite(site, deps, recall(site), signal);
      const warnings = [...(unmeasured.get(site.name) ?? []), ...reading.warnings];
      return { ...reading, config: site, warnings };
    };
    const sites = await Promise.all(config.sites.map(read));
    return createReport(sites, { at: Date.now(), days, problems });
  } finally {
    resolver.close();
  }
}

/** Queries the measured limits. Returns what went wrong, by site name. */
async function measure(
  { prometheus, sites }: Config,
  resolver: Resolver,
  numbers: CapacityNumbers,
  steadyTime: SteadyTime,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (!prometheus) return new Map();
  const transport = createQueryTransport(prometheus, resolver);
  const client = createQueryClient(prometheus, transport, systemClock.now);
  try {
    return await readCapacity(sites, client, numbers, steadyTime, signal);
  } finally {
    await client.close();
  }
}
