import { setMaxListeners } from 'node:events';
import type { Clock } from './clock.js';
import type { CollectorLog } from './log.js';
import type { SiteRunner } from './site-runner.js';

/** A site's runner with the means to end it alone. */
export class EndableSite {
  readonly #end = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(readonly runner: SiteRunner) {
    setMaxListeners(0, this.#end.signal); // the site's loops, sleeps and calls all listen to the one signal
  }

  get name(): string {
    return this.runner.config.name;
  }

  /** @param broken called if the runner rejects, which is a bug. */
  start(delayMs: number, broken: (error: unknown) => void): void {
    this.#ended = this.runner.run(delayMs, this.#end.signal).catch(broken);
  }

  /** Ends the site. Resolves once nothing of it is in flight. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.#ended;
  }
}

/** How long a site may take to end before the others no longer wait for it. */
const END_MS = 1_000;

/**
 * Ends sites and waits for them, but not long: a site that hangs is left behind, and can publish nothing
 * more.
 */
export async function endSites(
  sites: readonly EndableSite[],
  { clock, log }: { readonly clock: Clock; readonly log: CollectorLog },
): Promise<void> {
  const left = new Set(sites);
  const waited = new AbortController();
  const allEnded = Promise.all(sites.map((site) => site.end().then(() => left.delete(site))));
  await Promise.race([allEnded, clock.sleep(END_MS, waited.signal)]);
  waited.abort();
  for (const { name } of left) log.warn({ site: name }, 'the site did not end in time and is left behind');
}
