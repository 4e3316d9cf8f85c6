import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect } from '@jest/globals';
import { parseExposition } from '../support/exposition.js';
import { fault } from '../support/fault.js';
import { startFleet } from '../support/fleet.js';
import { amount } from '../support/long.js';
import { type Program, startProgram } from '../support/program.js';
import { writeConfig } from '../support/run-cli.js';

const EACH = amount({ short: 20, long: 100 });
/** Intervals that are watched after the start. */
const INTERVALS = amount({ short: 0, long: 4 });
const INTERVAL_S = 30;
const CONCURRENCY = 8;

let exporter: Program | undefined;
afterEach(async () => {
  await exporter?.terminate();
});

fault(
  'network',
  'half of many sites accept real connections and never answer',
  'every other site is read within 36 s at an interval of 30 s, once all were tried; ready is 200 within 20 s',
  async () => {
    const fleet = await startFleet(EACH, EACH);
    const config = await writeConfig(
      `defaults: { interval: ${INTERVAL_S}s }\nsites:\n${fleet.sites.map((site) => `  - ${site}\n`).join('')}`,
    );
    const argv = ['dist/main.js', '--config.file', config, '--web.listen-address', '127.0.0.1:0'];
    exporter = startProgram(process.execPath, argv);
    const [, url = ''] = await exporter.until(/"url":"(http[^"]+)"/);
    const started = Date.now() / 1000;

    const readAt = new Map<string, Set<number>>();
    let readyAfter: number | undefined;
    const passed = () => Date.now() / 1000 - started;
    const isDone = () => readyAfter !== undefined && readAt.size === EACH;
    while (passed() < INTERVALS * INTERVAL_S || !isDone()) {
      if (readyAfter === undefined && (await fetch(`${url}-/ready`)).ok) readyAfter = passed();
      const series = parseExposition(await (await fetch(`${url}metrics`)).text());
      for (const [key, at] of series) {
        const [, site] = /^whmcs_collection_last_success_timestamp_seconds\{site="(.+)"\}$/.exec(key) ?? [];
        if (site !== undefined) readAt.set(site, (readAt.get(site) ?? new Set()).add(at));
      }
      expect(passed()).toBeLessThan((INTERVALS + 3) * INTERVAL_S);
      await sleep(250);
    }
    const end = Date.now() / 1000;
    const waits = [...readAt.values()].map((times) => {
      const ends = [started, ...times, ...(INTERVALS > 0 ? [end] : [])];
      return ends.slice(1).map((at, index) => at - (ends[index] ?? 0));
    });
    // First collections take longer: they compete with those of sites not yet known to be silent.
    const first = Math.max(...waits.flatMap((ofSite) => ofSite.slice(0, 2)));
    const later = Math.max(0, ...waits.flatMap((ofSite) => ofSite.slice(2)));
    await fleet.close();
    process.stdout.write(
      `${2 * EACH} sites: ready after ${readyAfter?.toFixed(1)} s; each good site read within ${first.toFixed(1)} s at first and ${later.toFixed(1)} s later, ${waits.flat().length} readings; at most ${fleet.mostSilent()} calls to silent sites at once\n`,
    );
    expect(readyAfter).toBeLessThan(20);
    expect(first).toBeLessThanOrEqual(1.2 * INTERVAL_S + (readyAfter ?? 0));
    expect(later).toBeLessThanOrEqual(1.2 * INTERVAL_S);
    expect(fleet.mostSilent()).toBeLessThanOrEqual(CONCURRENCY * 6); // five times, and those that are closing
  },
);
