import { fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics, type HeapSpaceInfo } from 'node:v8';

/** The process at one moment: times in seconds, sizes in bytes. A value that can't be read is undefined. */
export type ProcessReading = ReturnType<ReturnType<typeof createProcessReader>>;

/**
 * Creates a function that reads the process. A scrape waits for it, so it reads nothing twice, and leaves out
 * the standard deviation of delays, which takes longer than half of the rest.
 *
 * @param proc the folder of the process in Linux's /proc. Other systems have none.
 */
export function createProcessReader(proc = '/proc/self') {
  const startedAt = Math.round(Date.now() / 1000 - process.uptime());
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  const version = { version: process.version, major, minor, patch };
  const limits = attempt(() => readFileSync(`${proc}/limits`, 'utf8'));
  const maxFds = numberIn(limits, /^Max open files +(\d+)/m);
  const readStatus = openForReading(`${proc}/status`);
  const countFds = openForCounting(`${proc}/fd`);
  const delays = monitorEventLoopDelay();
  delays.enable();
  let lag = 0;
  return () => {
    const start = performance.now();
    setImmediate(() => {
      lag = (performance.now() - start) / 1000;
    });
    const cpu = process.cpuUsage();
    const status = readStatus();
    const heap = getHeapStatistics();
    const spaces = getHeapSpaceStatistics();
    const reading = {
      ...{ startedAt, version, maxFds },
      cpu: { user: cpu.user / 1e6, system: cpu.system / 1e6 },
      memory: {
        resident: bytesIn(status, /^VmRSS:\s+(\d+)/m) ?? attempt(() => process.memoryUsage.rss()),
        virtual: bytesIn(status, /^VmSize:\s+(\d+)/m),
        data: bytesIn(status, /^VmData:\s+(\d+)/m),
      },
      openFds: countFds(),
      heap: { total: heap.total_heap_size, used: heap.used_heap_size, external: heap.external_memory },
      heapSpaces: {
        total: bySpace(spaces, 'space_size'),
        used: bySpace(spaces, 'space_used_size'),
        available: bySpace(spaces, 'space_available_size'),
      },
      /** The delay of the event loop at the last reading. */
      lag,
      /** The delays of the event loop since the last reading; undefined if none was recorded. */
      delays: delays.count === 0 ? undefined : summarise(delays),
      active: {
        resources: countEach(process.getActiveResourcesInfo()),
        handles: countEach(classNames(internals._getActiveHandles?.())),
        requests: countEach(classNames(internals._getActiveRequests?.())),
      },
    };
    delays.reset();
    return reading;
  };
}

/** Longer than the file is for a user of many groups. */
const STATUS_BYTES = 2 ** 13;

/** Opens a file, because opening it for each reading takes three times as long as reading it. */
function openForReading(path: string): () => string | undefined {
  const file = attempt(() => openSync(path, 'r'));
  if (file === undefined) return () => undefined;
  const bytes = Buffer.alloc(STATUS_BYTES);
  return () => attempt(() => bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)));
}

/**
 * Opens a folder of /proc to count its entries. Linux 6.2 and later state their number as the folder's size.
 * A list of open files includes the one that lists them.
 */
function openForCounting(folder: string): () => number | undefined {
  const file = attempt(() => openSync(folder, 'r'));
  if (file === undefined) return () => undefined;
  return () => attempt(() => fstatSync(file).size || readdirSync(folder).length - 1);
}

const bySpace = (
  spaces: readonly HeapSpaceInfo[],
  key: Exclude<keyof HeapSpaceInfo, 'space_name'>,
): readonly (readonly [string, number])[] =>
  spaces.map((space) => [space.space_name.replace(/_space$/, ''), space[key]]);

const summarise = (delays: ReturnType<typeof monitorEventLoopDelay>) => ({
  min: delays.min / 1e9,
  max: delays.max / 1e9,
  mean: delays.mean / 1e9,
  p50: delays.percentile(50) / 1e9,
  p90: delays.percentile(90) / 1e9,
  p99: delays.percentile(99) / 1e9,
});

/** These functions are not documented, so a version of Node.js may lack them. */
const internals = process as {
  readonly _getActiveHandles?: () => readonly object[];
  readonly _getActiveRequests?: () => readonly object[];
};

const classNames = (objects: readonly object[] = []): readonly string[] =>
  objects.map((object) => object.constructor?.name ?? 'Object');

function countEach(types: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
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

/** The files of /proc state sizes in KiB. */
function bytesIn(status: string | undefined, pattern: RegExp): number | undefined {
  const size = numberIn(status, pattern);
  return size === undefined ? undefined : size * 1024;
}
