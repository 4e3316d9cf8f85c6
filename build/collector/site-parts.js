import pLimit from "p-limit";
import { createNameRedactor } from "../config/known-secrets.js";
import { createClient } from "../whmcs/client.js";
import { confirmNames } from "../whmcs/services/confirm-names.js";
import { countServices, SERVICES_ACTION } from "../whmcs/services/count-services.js";
import { createSource, createSources } from "../whmcs/sources/sources.js";
import { VERSION_ACTION } from "../whmcs/version.js";
import { createBugReport } from "./bug-report.js";
import { createChanges } from "./changes.js";
import { CallWatch, Heartbeat } from "./heartbeat.js";
import { limitClient } from "./limited-client.js";
import { createSiteCollector } from "./site-collector.js";
import { SiteSpeed } from "./site-speed.js";
import { createUsageWatch } from "./usage-watch.js";
import { createVersionWatch } from "./version-watch.js";
function createSiteParts(config, deps, known) {
  const { clock, random, log, transport, slot, pools } = deps;
  const { telemetry } = slot;
  const reportBug = createBugReport(telemetry, log);
  const speed = new SiteSpeed((isSlow) => telemetry.speedChanged(isSlow));
  const limits = { site: pLimit(config.concurrency), pools, speed, timeoutMs: config.timeoutMs };
  const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
  const [readCalls, countCalls] = [new CallWatch(clock), new CallWatch(clock)];
  const client = limitClient(unlimited, limits, readCalls);
  const countClient = limitClient(unlimited, limits, countCalls);
  const heartbeats = {
    collection: new Heartbeat("collection", clock, readCalls),
    refresh: new Heartbeat("refresh", clock, readCalls),
    usage: new Heartbeat("usage", clock, countCalls)
  };
  const changes = createChanges(clock);
  const redact = createNameRedactor(config);
  const source = createSource({
    ...{ site: config, client, redact, log, now: clock.monotonic },
    memory: known?.memory.sources,
    failed: (reason) => telemetry.sourceFailed(reason)
  });
  const countSources = createSources({ site: config, client: countClient, redact, log });
  const usage = createUsageWatch({
    site: config,
    async count(products, signal) {
      telemetry.declareActions([SERVICES_ACTION]);
      const count = await countServices({ site: config, client: countClient }, products, signal);
      return confirmNames(count, products, countSources[source.name], signal);
    },
    renamed: changes.mark,
    before: known && countsAlike(known.config, config) ? known.counted : void 0,
    clock: { monotonic: clock.monotonic, sleep: heartbeats.usage.sleep },
    log,
    reportBug
  });
  const version = createVersionWatch(client, clock.monotonic, reportBug);
  const collector = createSiteCollector({
    site: config,
    source,
    version: async (signal) => redact(await version(signal)),
    usage,
    slot,
    memory: known?.memory,
    clock,
    log,
    reportBug
  });
  telemetry.intervalChanged(config.intervalMs / 1e3);
  telemetry.declareActions(config.source === "auto" ? [VERSION_ACTION] : [...source.actions, VERSION_ACTION]);
  return { collector, usage, changes, heartbeats, reportBug };
}
const countsAlike = (one, other) => one.usage.statuses.join() === other.usage.statuses.join() && one.stockPattern?.source === other.stockPattern?.source;
export {
  createSiteParts
};
