import { fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { watchDelays } from './event-loop-delays.js';

/** The process at one moment: times in seconds, sizes in bytes. A value that can't be read is undefined. */
export type ProcessReading = ReturnType<ReturnType<typeof createProcessReader>>;

/**
 * Creates a function that reads the process. A scrape waits for it, so it reads nothing twice, and leaves out
 * the standard deviation of delays, which takes longer than half of the rest.
 *
 * @param proc the folder of the process in Linux's /proc. Other systems have none.
 * @param now time in ms that never goes back.
 */
export function createProcessReader(proc = '/proc/self', now = () => performance.now()) {
  const startedAt = Math.round(Date.now() / 1000 - process.uptime());
  const limits = attempt(() => readFileSync(`${proc}/limits`, 'utf8'));
  const maxFds = numberIn(limits, /^Max open files +(\d+)/m);
  const readMemory = openMemory(proc);
  const countFds = openForCounting(`${proc}/fd`);
  const summariseDelays = watchDelays(now);
  let lag = 0;
  return () => {
    const start = now();
    setImmediate(() => {
      lag = (now() - start) / 1000;
    });
    const cpu = process.cpuUsage();
    const heap = getHeapStatistics();
    return {
      startedAt,
      maxFds,
      cpu: { user: cpu.user / 1e6, system: cpu.system / 1e6 },
      memory: readMemory(),
      openFds: countFds(),
      heap: { total: heap.total_heap_size, used: heap.used_heap_size, external: heap.external_memory },
      heapSpaces: getHeapSpaceStatistics(),
      /** The delay of the event loop at the last reading. */
      lag,
      delays: summariseDelays(),
      active: {
        resources: countEach(process.getActiveResourcesInfo(), (type) => type),
        handles: countEach(internals._getActiveHandles?.(), classOf),
        requests: countEach(internals._getActiveRequests?.(), classOf),
      },
    };
  };
}

/** Longer than the file ever is. */
const STATM_BYTES = 256;

/**
 * Opens what states the memory, because opening it for each reading takes three times as long as reading it.
 * `statm` counts pages. The kernel takes four times as long for `status`, which has the same in KiB, except
 * that there the data is without the stack of the main thread.
 */
function openMemory(proc: string) {
  const file = attempt(() => openSync(`${proc}/statm`, 'r'));
  const bytes = Buffer.alloc(STATM_BYTES);
  const readPages = () =>
    file === undefined
      ? undefined
      : attempt(() => numbersIn(bytes, readSync(file, bytes, 0, STATM_BYTES, 0)));
  const status = attempt(() => readFileSync(`${proc}/status`, 'utf8'));
  const page = pageSize(numberIn(status, /^VmSize:\s+(\d+)/m), readPages()?.[0]);
  return () => {
    const pages = page && readPages();
    if (!pages)
      return { resident: attempt(() => process.memoryUsage.rss()), virtual: undefined, data: undefined };
    const sizeOf = (index: number) => (pages[index] ?? Number.NaN) * page;
    return { resident: sizeOf(1), virtual: sizeOf(0), data: sizeOf(5) };
  };
}

/**
 * Returns the size of a page in bytes: a power of two, although the process may have grown between both
 * readings.
 */
const pageSize = (kib: number | undefined, pages: number | undefined): number | undefined =>
  kib && pages ? 2 ** Math.round(Math.log2((kib * 1024) / pages)) : undefined;

/**
 * Opens a folder of /proc to count its entries. Linux 6.2 and later state their number as the folder's size.
 * A list of open files includes the one that lists them.
 */
function openForCounting(folder: string): () => number | undefined {
  const file = attempt(() => openSync(folder, 'r'));
  if (file === undefined) return () => undefined;
  return () => attempt(() => fstatSync(file).size || readdirSync(folder).length - 1);
}

/** These functions are not documented, so a version of Node.js may lack them. */
const internals = process as {
  readonly _getActiveHandles?: () => readonly object[];
  readonly _getActiveRequests?: () => readonly object[];
};

const classOf = (object: object): string => object.constructor?.name ?? 'Object';

function countEach<Thing>(things: readonly Thing[] = [], typeOf: (thing: Thing) => string) {
  const counts = new Map<string, number>();
  for (const thing of things) {
    const type = typeOf(thing);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

/** A reading fails on systems without the file, and when the process can open no more files. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function numberIn(text: string | undefined, pattern: RegExp): number | undefined {
  const number = Number(pattern.exec(text ?? '')?.[1]);
  return Number.isNaN(number) ? undefined : number;
}

const DIGIT_0 = 0x30;

/** Returns the numbers of a line, each followed by one byte. Splitting its text takes five times as long. */
function numbersIn(line: Buffer, length: number): readonly number[] {
  const numbers: number[] = [];
  let number = 0;
  for (let at = 0; at < length; at += 1) {
    const digit = (line[at] ?? 0) - DIGIT_0;
    if (digit >= 0) number = 10 * number + digit;
    else {
      numbers.push(number);
      number = 0;
    }
  }
  return numbers;
}
