import { setTimeout as sleep } from 'node:timers/promises';
import { startExporter, startShops } from './exporter.js';
import { Closers, type NodeProgram } from './processes.js';
import { median } from './quantile.js';

/** The start of the program on one small site, and its memory afterwards. */
export type Starting = { readonly node: string; readonly readyMs: number; readonly idleRssMiB: number };

const SETTLE_MS = 5_000;

/** Measures the median of several starts. */
export async function measureStarting(starts: number, node: NodeProgram): Promise<Starting> {
  const closers = new Closers();
  try {
    const shops = closers.keep(await startShops(1, 1));
    const ready: number[] = [];
    const rss: number[] = [];
    for (let number = 0; number < starts; number += 1) {
      const exporter = await startExporter({ urls: shops.urls, node: node.file });
      ready.push(exporter.readyMs);
      await sleep(SETTLE_MS);
      rss.push(exporter.rssMiB());
      await exporter.close();
    }
    return { node: node.version, readyMs: median(ready), idleRssMiB: median(rss) };
  } finally {
    await closers.close();
  }
}
