// Saves and restores the state of SITES sites with PRODUCTS products in all, each with some options of three
// choices and their units in use. Prints the size of the file and the processor time of the event loop,
// and fails if a limit is exceeded: persistence.ts SITES PRODUCTS OPTIONS
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/collector/clock.js';
import { openPersistence } from '../../src/collector/persistence/persistence.js';
import type { Knowledge } from '../../src/collector/site-memory.js';
import { NOTHING_YET } from '../../src/collector/status.js';
import type { Count } from '../../src/collector/usage-ledger.js';
import type { SiteConfig } from '../../src/config/config.js';
import type { Product } from '../../src/stock/catalogue.js';
import { NO_FACTS } from '../../src/stock/facts.js';
import { type JudgedListing, judgeListing } from '../../src/stock/judge-listing.js';
import { advance, NO_MOVEMENT } from '../../src/stock/movement.js';
import type { Usage } from '../../src/stock/options.js';
import { finish } from '../../src/stock/work.js';
import { decodeProduct } from '../../src/whmcs/sources/listed-product.js';
import { siteConfig } from '../support/site.js';

const [sites = 1, total = 20_000, optionCount = 0] = process.argv.slice(2).map(Number);
const SIZE_LIMIT = 20e6;
const BUSY_LIMIT_MS = 100;
const TURN_LIMIT_MS = 20;
const WARM_UP = 2;
const WRITINGS = 5;
const AT = Date.now();

const CHOICES = ['Frankfurt', 'Tokyo', 'Virginia'];

/** Returns an element of a list of products, as the companion sends it. */
const answered = (id: number) => ({
  ...{ pid: id, name: `Cloud Server ${id} with 8 GB`, gid: 3, groupname: 'Cloud Servers' },
  ...{ type: 'server', module: 'proxmoxve', paytype: 'recurring', hidden: 0, retired: 0 },
  ...{ stockcontrol: 1, qty: id },
  configoptions: {
    configoption: Array.from({ length: optionCount }, (_, option) => ({
      ...{ id: option + 1, name: `Option ${option}`, type: 1 },
      options: { option: CHOICES.map((name, index) => ({ id: 10 * option + index + 1, name })) },
    })),
  },
});

const countUnits = ({ id, options = [] }: Product): Usage => ({
  units: id,
  unmatched: 0,
  choices: new Map(options.flatMap(({ choices }) => choices.map((choice) => [choice.id, id]))),
  sets: new Map(options.length > 0 ? [['1,11', id]] : []),
  unsure: new Map(),
});

const countOf = (product: Product): Count => ({
  since: AT,
  names: undefined,
  options: product.options,
  usage: countUnits(product),
});

/**
 * Returns the state of a site after two readings. The readings are decoded and judged as in the exporter,
 * because V8 reads objects faster or slower depending on how they were created.
 */
function createKnowledge(site: SiteConfig, count: number): Knowledge {
  const read = () =>
    Array.from({ length: count }, (_, index) =>
      decodeProduct(answered(index + 1), { source: 'companion', stockPattern: undefined }),
    );
  const judge = (at: number, before?: JudgedListing) =>
    finish(
      judgeListing(
        { source: 'companion', products: read(), unreadable: 0 },
        before?.catalogue,
        before?.facts ?? NO_FACTS,
        site,
        { at, isRegular: true },
      ),
    );
  const first = judge(AT - 60_000);
  const { catalogue, facts } = judge(AT, first);
  const { products } = catalogue;
  return {
    countedBy: '',
    counted: new Map(products.map((product) => [product.id, countOf(product)])),
    memory: {
      ...{ facts, sources: { worked: ['companion'] }, last: { at: AT, catalogue } },
      movement: finish(advance(finish(advance(NO_MOVEMENT, first.catalogue.products)), products)),
      status: { ...NOTHING_YET, name: site.name, urlHost: '', intervalMs: 60_000, maxAgeMs: 900_000 },
      ...{ failures: 0, isTried: true },
    },
  };
}

/** Returns the CPU time of some work in the event loop's thread. Other programs hardly change it. */
type Cost = { readonly busyMs: number; readonly longestMs: number };

/** Runs some work twice, and returns its cost in total and in the longest turn of the event loop. */
async function measure(work: () => Promise<unknown>): Promise<Cost> {
  await sleep(500);
  const before = threadMs();
  await work();
  const busyMs = threadMs() - before;
  let longestMs = 0;
  let turnBegan = threadMs();
  let isWorking = true;
  const turn = () => {
    const now = threadMs();
    longestMs = Math.max(longestMs, now - turnBegan);
    turnBegan = now;
    if (isWorking) setImmediate(turn);
  };
  turn();
  await work();
  isWorking = false;
  return { busyMs, longestMs: Math.max(longestMs, threadMs() - turnBegan) };
}

const threadMs = (): number =>
  Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

const folder = mkdtempSync(join(tmpdir(), 'bench-state-'));
const path = join(folder, 'stock.state');
const quiet = { info() {}, warn() {}, error() {} };
const print = (line: string) => process.stdout.write(`${line}\n`);
let isWanted = false;
let wakeWriter = () => {};
let written = () => {};
const clock = {
  ...systemClock,
  async sleep() {
    while (!isWanted)
      await new Promise<void>((resolve) => {
        wakeWriter = resolve;
      });
  },
};
const observer = {
  owned() {},
  saved() {
    isWanted = false;
    written();
  },
  failed: () => process.exit(1),
  setAside() {},
};
const open = () => openPersistence({ path, clock, boot: () => undefined, log: quiet, observer });

try {
  const persistence = await open();
  const ended = new AbortController();
  const nextWriting = () =>
    new Promise<void>((resolve) => {
      written = resolve;
      persistence.store.isDirty = true;
      isWanted = true;
      wakeWriter();
    });
  persistence.run(ended.signal);
  for (let number = 0; number < sites; number += 1) {
    const site = siteConfig({ name: `site-${number}` });
    await persistence.store.keep(site, createKnowledge(site, total / sites));
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
  const writing = { busyMs: median('busyMs'), longestMs: median('longestMs') };
  for (const [what, { busyMs, longestMs }] of Object.entries({ writing, reading }))
    print(
      `${what} keeps the event loop busy for ${busyMs.toFixed(0)} ms, ${longestMs.toFixed(1)} ms at once`,
    );
  const isSlow = writing.busyMs > BUSY_LIMIT_MS || writing.longestMs > TURN_LIMIT_MS;
  if (statSync(path).size > SIZE_LIMIT || isSlow) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
  process.exit();
}
