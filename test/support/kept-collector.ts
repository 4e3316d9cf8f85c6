import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryClient } from '../../src/capacity/query-client.js';
import { openPersistence } from '../../src/collector/persistence/persistence.js';
import { HeldClock, settle } from './held-clock.js';
import { copyState } from './kept-shop.js';
import { type Answers, running } from './running-collector.js';
import type { siteConfig } from './site.js';

type Changes = Parameters<typeof siteConfig>[0];

const SILENT = { info() {}, warn() {}, error() {} };

/** A collector with a persistence file, which can be reloaded, ended, killed and started again. */
export async function keptCollector(answers: Answers, changes: Changes, query?: QueryClient['query']) {
  const clock = new HeldClock();
  const folder = await mkdtemp(join(tmpdir(), 'kept-'));
  let starts = 0;
  let reloads = 0;
  let config = changes;
  let path = join(folder, 'stock.state');
  let current = await start();

  async function start() {
    let saved = 0;
    const ended = new AbortController();
    const observer = {
      saved() {
        saved += 1;
      },
      failed() {},
      setAside() {},
      owned() {},
    };
    const persistence = await openPersistence({ path, clock, boot: () => undefined, log: SILENT, observer });
    const { store, steadyTime } = persistence;
    const run = running(answers, config, ['main'], 8, {
      ...{ clock, store, steadyTime },
      ...(query && { query }),
    });
    const persisted = persistence.run(ended.signal);
    while (saved === 0) await settle();
    await run.collector.publishKnown();
    await clock.advance(0);
    return {
      run,
      async stop(): Promise<void> {
        await run.stop();
        ended.abort();
        await persisted;
        await persistence.close();
      },
    };
  }

  return {
    clock,
    series: () => current.run.series(),
    soldOut: () => current.run.collector.soldOut('main'),
    changed: (id: number) => current.run.collector.changed('main', [id]),
    stop: () => current.stop(),
    async reload(more: Changes = {}): Promise<void> {
      reloads += 1;
      config = { ...config, ...more };
      const sites = current.run.sites.map((site) => ({ ...site, ...more, digest: `reload ${reloads}` }));
      await current.run.collector.reconfigure({ collector: { concurrency: 8 }, sites });
      await settle();
      await clock.advance(0);
    },
    /** @param isKilled whether it writes nothing at its end. */
    async restart(isKilled: boolean): Promise<void> {
      starts += 1;
      const copy = join(folder, `${starts}.state`);
      if (isKilled) await copyState(path, copy);
      await current.stop();
      if (isKilled) path = copy;
      current = await start();
    },
  };
}
