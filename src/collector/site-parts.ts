import pLimit from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import { createNameRedactor } from '../config/secrets/known-secrets.js';
import type { SiteSlot } from '../metrics/exposition.js';
import { createClient } from '../whmcs/client.js';
import { confirmNames } from '../whmcs/services/confirm-names.js';
import { countServices, SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { createSource, createSources } from '../whmcs/sources/sources.js';
import type { Transport } from '../whmcs/transport.js';
import { VERSION_ACTION } from '../whmcs/version.js';
import { createBugReport, type ReportBug } from './bug-report.js';
import type { CallPools } from './call-pools.js';
import { CallWatch } from './call-watch.js';
import { type CapacityNumbers, measurementsOf } from './capacity-numbers.js';
import { type Changes, createChanges } from './changes.js';
import type { Clock, SteadyTime } from './clock.js';
import { Heartbeat } from './heartbeat.js';
import { limitClient } from './limited-client.js';
import type { CollectorLog } from './log.js';
import { createSalesWatch, type SalesWatch } from './sales-watch.js';
import { createSiteCollector, type SiteCollector } from './site-collector.js';
import type { Knowledge, SiteMemory } from './site-memory.js';
import { SiteSpeed } from './site-speed.js';
import { createUsageWatch, type UsageWatch } from './usage-watch.js';
import { createVersionWatch } from './version-watch.js';

/** The parts of a site's runner. */
export type SiteParts = {
  readonly collector: SiteCollector;
  readonly usage: UsageWatch;
  readonly sales: SalesWatch;
  readonly changes: Changes;
  /** The heartbeats of the loops that use the parts. */
  readonly heartbeats: Readonly<Record<'collection' | 'refresh' | 'usage' | 'sales' | 'capacity', Heartbeat>>;
  /** Changes of measured limits. */
  readonly remeasured: Changes;
  readonly reportBug: ReportBug;
  /** Returns what is known of the site, for the parts that replace these. */
  readonly knowledge: () => Knowledge;
};

export type SitePartsDeps = {
  readonly clock: Clock;
  readonly steadyTime: SteadyTime;
  /** Called with what is known of the site whenever it changes. Resolves once that survives a restart. */
  readonly keep: (known: Knowledge) => Promise<void>;
  /** Returns a number from 0 up to 1. */
  readonly random: () => number;
  readonly log: CollectorLog;
  readonly transport: Transport;
  /** Where the site is exposed. */
  readonly slot: SiteSlot;
  /** The limits of all sites' calls. */
  readonly pools: CallPools;
  /** The numbers of measured limits. */
  readonly numbers: CapacityNumbers;
};

/**
 * Creates the parts of one site and wires them.
 *
 * @param known what the previous parts knew about the same WHMCS.
 */
export function createSiteParts(config: SiteConfig, deps: SitePartsDeps, known?: Knowledge): SiteParts {
  const { clock, steadyTime, random, log, transport, slot, pools } = deps;
  const { telemetry } = slot;
  const reportBug = createBugReport(telemetry, log);
  const speed = new SiteSpeed((isSlow) => telemetry.speedChanged(isSlow));
  const limits = { site: pLimit(config.concurrency), pools, speed, timeoutMs: config.timeoutMs };
  const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
  const [readCalls, countCalls, salesCalls] = [
    new CallWatch(clock),
    new CallWatch(clock),
    new CallWatch(clock),
  ];
  const client = limitClient(unlimited, limits, readCalls);
  const countClient = limitClient(unlimited, limits, countCalls);
  const heartbeats = {
    collection: new Heartbeat('collection', clock, readCalls),
    refresh: new Heartbeat('refresh', clock, readCalls),
    usage: new Heartbeat('usage', clock, countCalls),
    sales: new Heartbeat('sales', clock, salesCalls),
    capacity: new Heartbeat('capacity', clock, new CallWatch(clock)),
  };
  const changes = createChanges(clock);
  const redact = createNameRedactor(config);
  const source = createSource({
    site: config,
    client,
    redact,
    log,
    now: clock.monotonic,
    memory: known?.memory.sources,
    failed: (reason) => telemetry.sourceFailed(reason),
  });
  const countSources = createSources({ site: config, client: countClient, redact, log });
  const usage = createUsageWatch({
    site: config,
    async count(products, signal) {
      const counting = countSources[source.name];
      const counted = await counting.count?.(products, signal);
      if (counted) return { ...counted, renamed: [] };
      telemetry.declareActions([SERVICES_ACTION]);
      const count = await countServices({ site: config, client: countClient }, products, signal);
      if (count.sales) sales.counted(count.sales);
      return confirmNames(count, products, counting, signal);
    },
    renamed: changes.mark,
    before: known?.countedBy === countedBy(config) ? known.counted : undefined,
    now: steadyTime,
    sleep: heartbeats.usage.sleep,
    log,
    reportBug,
  });
  const salesSources = createSources({
    site: config,
    client: limitClient(unlimited, limits, salesCalls),
    redact,
    log,
  });
  const sales = createSalesWatch({
    site: config,
    read: async (days, signal) => salesSources[source.name].readSales?.(days, steadyTime(), signal),
    before: known?.sales,
    clock: { monotonic: clock.monotonic, sleep: heartbeats.sales.sleep },
    steadyTime,
    log,
    reportBug,
  });
  const version = createVersionWatch(client, clock.monotonic, reportBug);
  const knowledge = (memory: SiteMemory): Knowledge => ({
    memory,
    counted: usage.counted(),
    countedBy: countedBy(config),
    sales: sales.history(),
    measured: deps.numbers.kept(config.limits.measures ?? []),
    history: collector.diary(),
  });
  const collector: SiteCollector = createSiteCollector(
    {
      site: config,
      source,
      version: async (signal) => redact(await version(signal)),
      usage,
      sales,
      measurements: measurementsOf(config, deps.numbers),
      slot,
      diary: known?.history,
      keep: (memory) => deps.keep(knowledge(memory)),
      clock,
      steadyTime,
      log,
      reportBug,
    },
    known?.memory,
  );
  telemetry.declareActions(config.source === 'auto' ? [VERSION_ACTION] : [...source.actions, VERSION_ACTION]);
  return {
    collector,
    usage,
    sales,
    changes,
    remeasured: createChanges(clock, MEASURED_QUIET_MS),
    heartbeats,
    reportBug,
    knowledge: () => knowledge(collector.memory()),
  };
}

/** New numbers of a site within this time share one publication. */
const MEASURED_QUIET_MS = 1_000;

/** Returns how a configuration counts units in use, for comparison. */
const countedBy = ({ usage, stockPattern }: SiteConfig): string =>
  JSON.stringify([usage.statuses, stockPattern?.source]);
