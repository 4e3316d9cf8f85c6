import { createCallPools } from '../collector/call-pools.js';
import { systemClock } from '../collector/clock.js';
import { readPast } from '../collector/persistence/read-past.js';
import { readSite } from '../collector/site-reading.js';
import type { Config, SiteConfig } from '../config/config.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { createResolver } from '../whmcs/resolver.js';
import { createTransport } from '../whmcs/transport.js';
import type { ReportedSite } from './reported-site.js';
import { createReport, type Report } from './stock-report.js';

export type ReadReportOptions = {
  readonly days: number;
  /** Files in which exporters keep what they know of the sites. */
  readonly persistenceFiles: readonly string[];
};

/** Reads every site once, and what exporters have kept of them. Changes nothing anywhere. */
export async function readReport(
  { sites, collector }: Config,
  { days, persistenceFiles }: ReadReportOptions,
  signal: AbortSignal,
): Promise<Report> {
  const past = await readPast(persistenceFiles);
  const resolver = createResolver(createLookupProcess());
  const pools = createCallPools(collector.concurrency, systemClock);
  const read = async (config: SiteConfig): Promise<ReportedSite> => {
    const deps = { transport: createTransport(config, resolver), pools, steadyTime: past.steadyTime };
    return { config, ...(await readSite(config, deps, past.recall(config), signal)) };
  };
  try {
    const reported = await Promise.all(sites.map(read));
    return createReport(reported, { at: Date.now(), days, problems: past.problems });
  } finally {
    resolver.close();
  }
}
