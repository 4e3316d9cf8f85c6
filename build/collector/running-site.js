import { setMaxListeners } from "node:events";
class RunningSite {
  constructor(runner) {
    this.runner = runner;
    setMaxListeners(0, this.#end.signal);
  }
  runner;
  #end = new AbortController();
  #ended = Promise.resolve();
  get name() {
    return this.runner.config.name;
  }
  /** @param broken called if the runner rejects, which is a bug. */
  start(delayMs, broken) {
    this.#ended = this.runner.run(delayMs, this.#end.signal).catch(broken);
  }
  /** Ends the site. Resolves once nothing of it is in flight. */
  async end() {
    this.#end.abort();
    await this.#ended;
  }
}
const END_MS = 1e3;
async function endSites(sites, { clock, log }) {
  const left = new Set(sites);
  const waited = new AbortController();
  const allEnded = Promise.all(sites.map((site) => site.end().then(() => left.delete(site))));
  await Promise.race([allEnded, clock.sleep(END_MS, waited.signal)]);
  waited.abort();
  for (const { name } of left) log.warn({ site: name }, "the site did not end in time and is left behind");
}
export {
  RunningSite,
  endSites
};
