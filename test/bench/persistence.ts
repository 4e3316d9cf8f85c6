// Saves and restores the state of SITES sites with PRODUCTS products in all, each with some options of three
// choices and their units in use. Prints the size of the file, the time, and how long the event loop was
// busy, and fails if a limit is exceeded: persistence.ts SITES PRODUCTS OPTIONS
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/collector/clock.js';
import { openPersistence } from '../../src/collector/persistence/persistence.js';
import type { Knowledge } from '../../src/collector/site-memory.js';
import { NOTHING_YET } from '../../src/collector/status.js';
import type { Product } from '../../src/stock/catalogue.js';
import type { Option, Usage } from '../../src/stock/options.js';
import { siteConfig } from '../support/site.js';

const [sites = 1, total = 20_000, optionCount = 0] = process.argv.slice(2).map(Number);
const SIZE_LIMIT = 20e6;
const BUSY_LIMIT_MS = 100;
const TURN_LIMIT_MS = 20;
const WARM_UP = 2;
const WRITINGS = 5;
const AT = Date.now();

const options = Array.from(
  { length: optionCount },
  (_, number): Option => ({
    ...{ id: number + 1, name: `Option ${number}`, aliases: [], hidden: false, kind: 'dropdown' },
    choices: ['Frankfurt', 'Tokyo', 'Virginia'].map((choice, index) => ({
      ...{ id: 10 * number + index + 1, name: choice, aliases: [], hidden: false },
      ...{ namedStock: { kind: 'unlimited' }, capacity: undefined },
    })),
  }),
);

function createProduct(id: number): Product {
  const usage: Usage = {
    ...{ units: id, unmatched: 0, unsure: new Map() },
    choices: new Map(options.flatMap(({ choices }) => choices.map((choice) => [choice.id, id]))),
    sets: new Map(options.length > 0 ? [['1,11', id]] : []),
  };
  return {
    ...{ id, name: `Cloud Server ${id} with 8 GB`, group: { id: 3, name: 'Cloud Servers' } },
    ...{ type: 'server', module: 'proxmoxve', payType: 'recurring', visibility: 'public' },
    ...{ stock: { kind: 'limited', quantity: id }, stockSource: 'companion', stockAt: AT },
    ...{ isRemembered: false, options, usage },
  };
}

function createKnowledge(name: string, count: number): Knowledge {
  const products = Array.from({ length: count }, (_, index) => createProduct(index + 1));
  const stated = <T>(value: T) => ({ value, source: 'companion', at: AT }) as const;
  const facts = products.map(({ id }) => [
    id,
    {
      ...{ stockControl: stated(true), visibility: stated('public' as const), quantity: stated(id) },
      ...{ isSeenInStock: true, listedAt: AT },
    },
  ]);
  const movement = { quantity: 1, source: 'companion', removed: 12, added: 3 } as const;
  return {
    countedBy: '',
    counted: new Map(
      products.flatMap(({ id, usage, options }) =>
        usage ? [[id, { since: AT, names: undefined, usage, options }] as const] : [],
      ),
    ),
    memory: {
      movement: new Map(products.map(({ id }) => [id, movement])),
      facts: { products: Object.fromEntries(facts), groups: { 3: stated('Cloud Servers') } },
      sources: { worked: ['companion'] },
      last: { at: AT, catalogue: { source: 'companion', products, unreadable: 0 } },
      status: { ...NOTHING_YET, name, urlHost: '', intervalMs: 60_000, maxAgeMs: 900_000 },
      ...{ failures: 0, isTried: true },
    },
  };
}

type Cost = { readonly ms: number; readonly busyMs: number; readonly longestMs: number };

/** Runs some work, and returns how long it took, and how long the event loop was busy with it. */
async function measure(work: () => Promise<unknown>): Promise<Cost> {
  await sleep(500);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const started = performance.now();
  const before = mainThreadMs();
  delay.enable();
  await work();
  delay.disable();
  return {
    ms: performance.now() - started,
    busyMs: mainThreadMs() - before,
    longestMs: delay.max / 1e6,
  };
}

/** Returns the processor time of the event loop's thread, which other programs do not change. */
const mainThreadMs = (): number =>
  Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

const folder = mkdtempSync(join(tmpdir(), 'bench-state-'));
const path = join(folder, 'stock.state');
const quiet = { info() {}, warn() {}, error() {} };
const print = (line: string) => process.stdout.write(`${line}\n`);
let wakeWriter = () => {};
let written = () => {};
const clock = {
  ...systemClock,
  sleep: () =>
    new Promise<void>((resolve) => {
      wakeWriter = resolve;
      written();
    }),
};
const observer = { owned() {}, saved() {}, failed: () => process.exit(1), setAside() {} };
const open = () => openPersistence({ path, clock, boot: () => undefined, log: quiet, observer });

try {
  const persistence = await open();
  const ended = new AbortController();
  const nextWriting = () =>
    new Promise<void>((resolve) => {
      written = resolve;
      persistence.store.isDirty = true;
      wakeWriter();
    });
  persistence.run(ended.signal);
  for (let number = 0; number < sites; number += 1) {
    const site = siteConfig({ name: `site-${number}` });
    await persistence.store.keep(site, createKnowledge(site.name, total / sites));
  }
  for (let number = 0; number < WARM_UP; number += 1) await nextWriting();
  const writings: Cost[] = [];
  for (let number = 0; number < WRITINGS; number += 1) writings.push(await measure(nextWriting));
  const reading = await measure(open);
  print(
    `${sites} sites, ${total} products with ${optionCount} options: ${(statSync(path).size / 1e6).toFixed(1)} MB`,
  );
  const median = (what: keyof Cost) =>
    writings.map((writing) => writing[what]).sort((a, b) => a - b)[Math.floor(WRITINGS / 2)] ?? 0;
  const writing = { ms: median('ms'), busyMs: median('busyMs'), longestMs: median('longestMs') };
  for (const [what, { ms, busyMs, longestMs }] of Object.entries({ writing, reading }))
    print(
      `${what} took ${ms.toFixed(0)} ms; the event loop was busy for ${busyMs.toFixed(0)} ms, ` +
        `at most ${longestMs.toFixed(1)} ms at once`,
    );
  const isSlow = writing.busyMs > BUSY_LIMIT_MS || writing.longestMs > TURN_LIMIT_MS;
  if (statSync(path).size > SIZE_LIMIT || isSlow) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
  process.exit();
}
