import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Grid, type Labels, type Series, STEP_SECONDS } from './grid.js';

const run = promisify(execFile);
const FLUSH_CHARACTERS = 1 << 22;
/** The longest block that Prometheus makes with two weeks' retention: 2 h, 6 h, 18 h. */
export const BLOCK_SECONDS = 18 * 3_600;

/**
 * Writes series to a Prometheus data folder, block by block because promtool reads all of its input for each
 * block.
 *
 * @param isKept whether the sample of an instant is written
 */
export async function writeBlocks(
  series: readonly Series[],
  grid: Grid,
  folder: string,
  isKept: (index: number) => boolean = () => true,
): Promise<void> {
  const text = join(folder, 'block.om');
  const first = Math.floor(grid.start / BLOCK_SECONDS) * BLOCK_SECONDS;
  for (let from = first; from <= grid.end; from += BLOCK_SECONDS) {
    const indexes = indexesBetween(grid, from, from + BLOCK_SECONDS).filter(isKept);
    if (writeText(text, series, indexes, grid) === 0) continue;
    const options = ['tsdb', 'create-blocks-from', '--quiet', 'openmetrics', '--max-block-duration=18h'];
    await run('promtool', [...options, text, folder]);
  }
  rmSync(text, { force: true });
}

function indexesBetween(grid: Grid, from: number, to: number): readonly number[] {
  const first = Math.max(0, Math.ceil((from - grid.start) / STEP_SECONDS));
  const beyond = Math.min(grid.length, Math.ceil((to - grid.start) / STEP_SECONDS));
  return Array.from({ length: Math.max(0, beyond - first) }, (_, offset) => first + offset);
}

/** Writes OpenMetrics text, and returns how many samples it has. */
function writeText(file: string, series: readonly Series[], indexes: readonly number[], grid: Grid): number {
  const descriptor = openSync(file, 'w');
  const times = indexes.map((index) => ` ${grid.timeAt(index)}\n`);
  let samples = 0;
  let text = '';
  for (const { name, labels, values } of series) {
    const start = `${name}${labelText(labels)} `;
    for (const [position, index] of indexes.entries()) {
      const value = values[index];
      if (value === undefined || Number.isNaN(value)) continue;
      text += `${start}${value}${times[position]}`;
      samples += 1;
      if (text.length < FLUSH_CHARACTERS) continue;
      writeSync(descriptor, text);
      text = '';
    }
  }
  writeSync(descriptor, `${text}# EOF\n`);
  closeSync(descriptor);
  return samples;
}

/** Returns labels as text, in braces. */
const labelText = (labels: Labels) =>
  `{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`;
