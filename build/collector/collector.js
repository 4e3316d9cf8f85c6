import { once } from "node:events";
import { createCallPools } from "./call-pools.js";
import { startDelay } from "./interval.js";
import { endSites, RunningSite } from "./running-site.js";
import { createSiteRunner } from "./site-runner.js";
import { findStalls } from "./stalls.js";
const WAKE_MS = 250;
function createCollector(deps) {
  const { random, exposition, clock, log } = deps;
  const pools = createCallPools(deps.config.collector.concurrency, clock);
  const broken = new AbortController();
  let ending;
  let running = [];
  let hasEnded = false;
  const find = (name) => running.find((site) => site.name === name)?.runner;
  const isRunning = (config) => find(config.name)?.config.digest === config.digest;
  function prepare(configs) {
    const coming = [];
    try {
      for (const config of configs) coming.push({ config, transport: deps.createTransport(config) });
      return coming;
    } catch (error) {
      for (const { transport } of coming) transport.close().catch(() => {
      });
      throw error;
    }
  }
  function create({ config, transport }) {
    const before = find(config.name);
    const known = before?.config.apiUrl.href === config.apiUrl.href ? before.knowledge() : void 0;
    const slot = exposition.slot(config.name);
    return new RunningSite(createSiteRunner(config, { clock, random, log, transport, slot, pools }, known));
  }
  function start(sites) {
    for (const site of sites) site.start(startDelay(sites.length, random), (error) => broken.abort(error));
  }
  async function swap(config, coming) {
    const kept = running.filter(({ runner }) => config.sites.some((next) => isSame(next, runner.config)));
    const leaving = running.filter((site) => !kept.includes(site));
    await endSites(leaving, deps);
    pools.resize(config.collector.concurrency);
    const created = coming.map(create);
    const byName = new Map([...kept, ...created].map((site) => [site.name, site]));
    for (const { name, runner } of leaving) {
      const next = byName.get(name)?.runner.config;
      if (!next) exposition.slot(name).remove();
      else if (next.apiUrl.href !== runner.config.apiUrl.href) exposition.slot(name).withdraw();
    }
    running = config.sites.flatMap(({ name }) => byName.get(name) ?? []);
    if (ending && !ending.aborted) start(created);
  }
  const stalls = () => hasEnded ? ["the collector has ended"] : findStalls(
    running.map(({ runner }) => runner),
    pools,
    clock.monotonic()
  );
  running = prepare(deps.config.sites).map(create);
  return {
    status: () => running.map(({ runner }) => runner.status()),
    unready: () => running.flatMap(({ name, runner }) => runner.isReady() ? [] : name),
    async stalls() {
      if (stalls().length > 0) await clock.sleep(WAKE_MS, NO_END);
      return stalls();
    },
    calls: pools.counts,
    changed: (name, ids) => find(name)?.changed(ids),
    async reconfigure(config) {
      const coming = prepare(config.sites.filter((site) => !isRunning(site)));
      try {
        await swap(config, coming);
      } catch (error) {
        broken.abort(error);
        throw error;
      }
    },
    async run(signal) {
      ending = AbortSignal.any([signal, broken.signal]);
      start(running);
      if (!ending.aborted) await once(ending, "abort");
      await endSites(running, deps);
      hasEnded = true;
      if (broken.signal.aborted) throw broken.signal.reason;
    }
  };
}
const NO_END = new AbortController().signal;
const isSame = (one, other) => one.name === other.name && one.digest === other.digest;
export {
  createCollector
};
