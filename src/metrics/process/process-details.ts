import { fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { getHeapSpaceStatistics } from 'node:v8';
import { recordDelays } from './event-loop-delays.js';
import { attempt, numberIn } from './proc-files.js';

/** What is read of the process once a minute. A value that can't be read is undefined. */
export type ProcessDetails = ReturnType<ReturnType<typeof createDetailsReader>>;

/**
 * The longest usual interval of scrapes, less a second because a scrape may be early. If each scrape got a
 * summary of the delays of its own, a delay would show only to the first of several Prometheus servers.
 */
const DETAILS_MS = 59_000;

/**
 * Creates a function that reads what says little from one scrape to the next: together it takes longer to
 * read and to render than all else of the process. For almost a minute it returns the same object.
 *
 * @param proc the folder of the process in Linux's /proc. Other systems have none.
 * @param now time in ms that never goes back.
 */
export function createDetailsReader(proc = '/proc/self', now = () => performance.now()) {
  const read = createReader(proc, now);
  let last: { readonly at: number; readonly details: ReturnType<typeof read> } | undefined;
  return () => {
    const at = now();
    // Soon after the start no delay is recorded yet.
    if (!last?.details.delays || at - last.at >= DETAILS_MS) last = { at, details: read() };
    return last.details;
  };
}

function createReader(proc: string, now: () => number) {
  const startedAt = Math.round(Date.now() / 1000 - process.uptime());
  const limits = attempt(() => readFileSync(`${proc}/limits`, 'utf8'));
  const maxFds = numberIn(limits, /^Max open files +(\d+)/m);
  const countFds = openForCounting(`${proc}/fd`);
  const summariseDelays = recordDelays();
  let lag: number | undefined;
  const measureLag = () => {
    const start = now();
    setImmediate(() => {
      lag = (now() - start) / 1000;
    });
  };
  measureLag();
  return () => {
    const details = {
      /** Unix time in seconds. */
      startedAt,
      maxFds,
      openFds: countFds(),
      /** The delay of the event loop at the last reading, or at the start, in seconds. */
      lag,
      /** Those since the last reading; the standard deviation would take longer than all of them. */
      delays: summariseDelays(),
      /** Sizes in bytes. */
      heapSpaces: getHeapSpaceStatistics(),
      active: {
        resources: countEach(process.getActiveResourcesInfo(), (type) => type),
        handles: countEach(internals._getActiveHandles?.(), classOf),
        requests: countEach(internals._getActiveRequests?.(), classOf),
      },
    };
    measureLag(); // not before, because it is active until the next turn
    return details;
  };
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
