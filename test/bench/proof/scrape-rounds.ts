import { setTimeout as sleep } from 'node:timers/promises';
import { openScraper, type Scraper } from '../scraper.js';
import type { Measured } from './processes.js';
import { median, quantile } from './quantile.js';

/** A server that is scraped. */
export type Target = Measured & { readonly name: string; readonly url: string };

/** How the scrapes of one server went: times and CPU times in ms. */
export type Scrapes = {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly cpu: number;
};

/** By the name of the server. */
export type Round = Readonly<Record<string, Scrapes>>;

/** Waits after an answer, because work such as garbage collection belongs to the scrape too. */
const AFTERWARDS_MS = 15;

type Times = { readonly ms: number[]; readonly cpu: number[] };

/** Scrapes every server once per pause, one after the other, as Prometheus does. */
export function scrapeSpaced(targets: readonly Target[], count: number, pauseMs: number): Promise<Round> {
  return interleave(targets, count, async (target, scraper, times) => {
    await sleep(pauseMs / targets.length);
    const before = target.cpuMs();
    times.ms.push(await scraper.scrape());
    await sleep(AFTERWARDS_MS);
    times.cpu.push(target.cpuMs() - before);
  });
}

/** Scrapes every server in turn, without a pause for `spanMs` each time. */
export function scrapeBackToBack(targets: readonly Target[], rounds: number, spanMs: number): Promise<Round> {
  return interleave(targets, rounds, async (target, scraper, times) => {
    const before = target.cpuMs();
    const end = performance.now() + spanMs;
    let count = 0;
    while (count === 0 || performance.now() < end) {
      times.ms.push(await scraper.scrape());
      count += 1;
    }
    times.cpu.push((target.cpuMs() - before) / count);
  });
}

/**
 * Returns orders in which, all together, each follows each other one equally often: what a server leaves
 * behind, such as cold caches and garbage to collect, must not always meet the same one. These are the rows
 * of a Williams design: E. J. Williams, "Experimental designs balanced for the estimation of residual effects
 * of treatments", Australian Journal of Scientific Research, 1949.
 */
export function balancedOrders<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const rows = items.map((_, shift) => zigzag([...items.slice(shift), ...items.slice(0, shift)]));
  return items.length % 2 === 0 ? rows : [...rows, ...rows.map((row) => row.toReversed())];
}

/** Takes items in turn from the start and the end. */
function zigzag<Item>(items: readonly Item[]): readonly Item[] {
  const left = [...items];
  return items.flatMap((_, at) => left.splice(at % 2 === 0 ? 0 : -1, 1));
}

async function interleave(
  targets: readonly Target[],
  rounds: number,
  visit: (target: Target, scraper: Scraper, times: Times) => Promise<void>,
): Promise<Round> {
  const visits = await Promise.all(
    targets.map(async (target) => {
      const scraper = await openScraper(target.url);
      await scraper.scrape(); // the first answer of a server is slower
      const times: Times = { ms: [], cpu: [] };
      return { target, scraper, times };
    }),
  );
  try {
    const orders = balancedOrders(visits);
    for (let round = 0; round < rounds; round += 1)
      for (const { target, scraper, times } of orders[round % orders.length] ?? [])
        await visit(target, scraper, times);
  } finally {
    for (const { scraper } of visits) scraper.close();
  }
  return Object.fromEntries(visits.map(({ target, times }) => [target.name, summarise(times)]));
}

const summarise = ({ ms, cpu }: Times): Scrapes => ({
  count: ms.length,
  p50: median(ms),
  p99: quantile(ms, 0.99),
  max: quantile(ms, 1),
  cpu: median(cpu),
});
