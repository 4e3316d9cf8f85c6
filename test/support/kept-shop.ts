import { cp, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BootTime } from '../../src/collector/persistence/boot-time.js';
import { openPersistence, type Persistence } from '../../src/collector/persistence/persistence.js';
import { factualShop } from './factual-shop.js';
import { HeldClock } from './held-clock.js';
import type { siteConfig } from './site.js';

export type KeptShop = Awaited<ReturnType<typeof keptShop>>;

/** What happens between the end of an exporter and the start of the next one. */
export type Restart = {
  readonly downMs?: number;
  /** How far the Unix time is set meanwhile. */
  readonly setMs?: number;
  /** Whether the exporter dies, so that it writes nothing at its end. */
  readonly isCrash?: boolean;
  /** Changes files before the start. */
  readonly meddle?: (path: string) => Promise<unknown>;
  /** Another configuration of the site. */
  readonly changes?: Parameters<typeof siteConfig>[0];
};

export type KeptShopOptions = {
  /** The clock that the machine has since its boot. */
  readonly boot?: () => BootTime;
  /** The persistence file; otherwise it is in a folder of its own. */
  readonly file?: string;
  readonly clock?: HeldClock;
};

/** A folder for a persistence file. */
export const stateFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'state-'));

/** Copies the files as they are at one time, though the exporter may replace them meanwhile. */
export async function copyState(from: string, to: string): Promise<void> {
  const files = ['', '.journal'];
  const inodes = async () =>
    (await Promise.all(files.map((suffix) => stat(from + suffix)))).map(({ ino }) => ino);
  let before: string;
  do {
    before = String(await inodes());
    for (const suffix of files) await cp(from + suffix, to + suffix);
  } while (String(await inodes()) !== before);
}

/** A shop whose exporter keeps its state in a file, and can be restarted. */
export async function keptShop(
  changes: Parameters<typeof siteConfig>[0] = {},
  { boot = () => undefined, file, clock = new HeldClock() }: KeptShopOptions = {},
) {
  const lines: { level: string; message: string; fields: object }[] = [];
  const counts = { saved: 0, failed: 0, setAside: 0, isOwner: false };
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  let path = file ?? join(await stateFolder(), 'stock.state');
  let ended = new AbortController();
  const open = (): Promise<Persistence> =>
    openPersistence({
      ...{ path, clock, boot },
      log: { info: write('info'), warn: write('warn'), error: write('error') },
      observer: {
        saved() {
          counts.saved += 1;
        },
        failed() {
          counts.failed += 1;
        },
        setAside() {
          counts.setAside += 1;
        },
        owned(isOwner) {
          counts.isOwner = isOwner;
        },
      },
    });
  const parts = ({ store, steadyTime }: Persistence) => ({ clock, store, steadyTime });
  let persistence = await open();
  let run = factualShop(changes, parts(persistence));
  let persisted = persistence.run(ended.signal);
  let savedBefore = 0; // by exporters before this one

  return {
    clock,
    counts,
    lines,
    get path() {
      return path;
    },
    /** The exporter that runs now. */
    get exporter() {
      return run;
    },
    /** The persistence of that exporter. */
    get persistence() {
      return persistence;
    },
    /** Waits until the whole state was written this many times. */
    async written(times: number): Promise<void> {
      while (counts.saved < times) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    /** Waits until the whole state was written since the last start. */
    async writtenAgain(): Promise<void> {
      await this.written(savedBefore + 1);
    },
    /** Lets the time pass until the state is written again. */
    async save(): Promise<void> {
      const { saved } = counts;
      for (let second = 0; second < 30 && counts.saved === saved; second += 1) {
        await clock.advance(1_000);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await this.written(saved + 1); // a busy disk takes longer than the steps above
    },
    /** Ends the exporter and starts another, which publishes what it knows and has collected nothing yet. */
    async restart({
      downMs = 1_000,
      setMs = 0,
      isCrash = false,
      meddle,
      changes: next,
    }: Restart = {}): Promise<void> {
      if (isCrash) {
        const copy = join(await stateFolder(), 'stock.state');
        await copyState(path, copy);
        await this.stop();
        path = copy;
      } else await this.stop();
      await meddle?.(path);
      clock.jump(downMs);
      clock.set(setMs);
      ended = new AbortController();
      persistence = await open();
      savedBefore = counts.saved;
      run = factualShop({ ...changes, ...next }, parts(persistence), run.shop);
      persisted = persistence.run(ended.signal);
      await run.collector.publishKnown();
    },
    async stop(): Promise<void> {
      await run.stop();
      ended.abort();
      await persisted;
      await persistence.close();
    },
  };
}
