import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertPast } from './alerts.js';
import { type BackfilledPrometheus, startOnBlocks } from './backfilled-prometheus.js';
import { writeBlocks } from './blocks.js';
import { gridOf } from './grid.js';
import { recordPast } from './recorded.js';
import { seriesOfShops } from './series-of-shops.js';
import { SHOPS } from './shops.js';

const DAYS = 14;
const DENSE_HOURS = 72;
const SPARSE_STRIDE = 3;
const RECORD_EVERY_SECONDS = 120;

/**
 * Starts a real Prometheus with the data of three shops over two weeks, as if it had scraped them every
 * minute for the last three days and every third minute before, and had evaluated the shipped rules. The same
 * seed and end give the same data. Needs Debian's package prometheus. Closing it removes the data.
 *
 * @param end Unix time in seconds.
 */
export async function startHistory(end: number, seed = 1): Promise<BackfilledPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'whmcs-history-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  process.once('exit', remove);
  try {
    const grid = gridOf(end, DAYS);
    const series = seriesOfShops(SHOPS, grid, seed);
    const dense = grid.before(DENSE_HOURS);
    const isKept = (index: number) => index >= dense || (grid.length - 1 - index) % SPARSE_STRIDE === 0;
    await writeBlocks(series, grid, folder, isKept);
    await recordPast(folder, grid, RECORD_EVERY_SECONDS);
    await alertPast(folder, grid);
    const prometheus = await startOnBlocks(folder);
    return {
      url: prometheus.url,
      async close() {
        await prometheus.close();
        process.off('exit', remove);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
