import {
  countByStock,
  replaceProducts,
  withUsage
} from "../stock/catalogue.js";
import { NO_FACTS } from "../stock/facts.js";
import { judgeListing, judgeProducts } from "../stock/judge-listing.js";
import { advance, NO_MOVEMENT } from "../stock/movement.js";
import { takeSnapshot } from "../stock/snapshot.js";
import { WhmcsError } from "../whmcs/reasons.js";
import { intervalInForce } from "./interval.js";
import { createNoteLog } from "./log.js";
import { NOTHING_YET } from "./status.js";
function createSiteCollector(deps) {
  const { site, source, usage, slot, clock, log, reportBug } = deps;
  const { telemetry } = slot;
  const logNotes = createNoteLog(site.name, log);
  let movement = deps.memory?.movement ?? NO_MOVEMENT;
  let failures = 0;
  let facts = deps.memory?.facts ?? NO_FACTS;
  let remembered = 0;
  let last = deps.memory?.last;
  let status = {
    ...deps.memory?.status ?? NOTHING_YET,
    name: site.name,
    urlHost: site.apiUrl.host,
    intervalMs: site.intervalMs,
    maxAgeMs: site.maxAgeMs
  };
  async function publish(reading, signal) {
    const { catalogue, readAt, at } = reading;
    usage.watch(catalogue.products, readAt);
    const counted = usage.counted();
    let countedAt = readAt;
    for (const { since } of counted.values()) countedAt = Math.min(countedAt, since);
    const snapshot = takeSnapshot(site, withUsage(catalogue, counted));
    const moved = advance(movement, snapshot.products);
    let stockAt = at;
    for (const product of snapshot.products) stockAt = Math.min(stockAt, product.stockAt);
    const expiresAt = {
      products: readAt + site.maxAgeMs - (at - stockAt),
      options: countedAt + site.maxAgeMs
    };
    const dropped = await slot.publish(snapshot, moved, expiresAt, signal);
    movement = moved;
    last = reading;
    telemetry.seriesDropped(dropped);
    telemetry.usageCountsFailed(usage.failed());
    const notes = dropped > 0 ? [...snapshot.notes, withheld(dropped)] : snapshot.notes;
    logNotes(notes);
    logRemembered(snapshot.products.filter(({ isRemembered }) => isRemembered).length);
    const fault = usage.fault();
    status = {
      ...status,
      products: countByStock(snapshot),
      notes: [standIn(catalogue), fault, ...notes].filter((note) => note !== void 0)
    };
  }
  async function read(readAt, isRegular, signal) {
    const at = clock.now();
    const listing = await source.read(signal);
    const judged = judgeListing(listing, last?.catalogue, facts, site, { at, isRegular });
    const { catalogue } = judged;
    await publish({ catalogue, readAt, at }, signal);
    facts = judged.facts;
    if (judged.isLossDoubted) doubtLoss();
    failures = 0;
    const before = status;
    status = { ...status, lastSuccess: new Date(at), failure: void 0 };
    const seconds = (clock.monotonic() - readAt) / 1e3;
    telemetry.declareActions(source.actions);
    identify(catalogue.source, status.version);
    end(seconds);
    log.debug({ site: site.name, seconds, ...status.products }, "collected");
    if (before.failure || !before.lastAttempt) {
      log.info({ site: site.name, source: catalogue.source, ...status.products }, "site is up");
    }
  }
  async function readChanged(ids, signal) {
    if (!last) return "incomplete";
    const at = clock.now();
    const listed = await source.readProducts(ids, signal);
    const found = new Set(listed.map(({ id }) => id));
    const known = new Set(last.catalogue.products.map(({ id }) => id));
    if (ids.some((id) => known.has(id) && !found.has(id))) return "incomplete";
    const judged = judgeProducts(listed, facts, site, { at, isRegular: false });
    await publish({ ...last, catalogue: replaceProducts(last.catalogue, judged.products) }, signal);
    facts = judged.facts;
    log.debug({ site: site.name, product_ids: ids }, "refreshed");
    return "read";
  }
  function identify(from, version) {
    status = { ...status, source: from, version };
    telemetry.identified({ url_host: status.urlHost, source: from, version });
  }
  function fail(error, started) {
    const failure = describe(error);
    const seconds = (clock.monotonic() - started) / 1e3;
    const before = status;
    failures += 1;
    status = { ...status, failure };
    end(seconds, error instanceof WhmcsError ? error.retryAfterMs : void 0);
    const fields = { site: site.name, reason: failure.reason, error: failure.message };
    if (!(error instanceof WhmcsError)) reportBug("collection", error);
    else if (before.failure?.reason !== failure.reason) log.warn(fields, "site fails");
    log.debug({ ...fields, seconds }, "collection failed");
  }
  function end(seconds, retryAfterMs) {
    const now = clock.now();
    const intervalMs = intervalInForce(site.intervalMs, failures, retryAfterMs);
    status = { ...status, lastAttempt: new Date(now), intervalMs };
    telemetry.collectionEnded({ seconds, endedAt: now / 1e3, reason: status.failure?.reason });
    telemetry.intervalChanged(intervalMs / 1e3);
  }
  function doubtLoss() {
    telemetry.lossUnconfirmed();
    log.warn(
      { site: site.name },
      "WHMCS lists less than half of the products; they show until it does so again"
    );
  }
  function logRemembered(products) {
    if (products > 0 && remembered === 0)
      log.info({ site: site.name, products }, "products are judged by what was stated before");
    if (products === 0 && remembered > 0)
      log.info({ site: site.name }, "products are judged by what is stated now");
    remembered = products;
  }
  async function collect(signal, isRegular = true) {
    const started = clock.monotonic();
    try {
      telemetry.collectionStarted();
      await read(started, isRegular, signal);
    } catch (error) {
      if (!signal.aborted) fail(error, started);
      return;
    }
    const version = await deps.version(signal);
    if (status.source && version !== status.version) identify(status.source, version);
  }
  return {
    status: () => status,
    memory: () => ({ movement, facts, sources: source.memory(), last, status }),
    collect: (signal) => collect(signal),
    async refresh(changed, signal) {
      if (!last || status.failure) return;
      if (changed === "all") return collect(signal, false);
      try {
        if (await readChanged(changed, signal) === "read") return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof WhmcsError)) reportBug("refresh", error);
        const { reason, message } = describe(error);
        log.warn({ site: site.name, product_ids: changed, reason, error: message }, "a refresh failed");
        return;
      }
      await collect(signal, false);
    },
    async republish(signal) {
      if (last) await publish(last, signal);
    }
  };
}
const standIn = ({ source, trouble }) => trouble && `the source ${trouble.source} fails, ${source} stands in for it: ${trouble.message}`;
const withheld = (series) => `${series} series are withheld, beyond series_limit`;
function describe(error) {
  if (error instanceof WhmcsError) return { reason: error.reason, message: error.message };
  return { reason: "invalid_response", message: error instanceof Error ? error.message : String(error) };
}
export {
  createSiteCollector
};
