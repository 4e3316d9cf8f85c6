import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STEP_SECONDS } from './grid.js';

const run = promisify(execFile);
const FLUSH_CHARACTERS = 1 << 22;
/** The longest that a Prometheus of two weeks' retention makes by itself: 2 h, 6 h, 18 h. */
export const BLOCK_SECONDS = 18 * 3_600;

/**
 * Writes series to a Prometheus's folder of data, block by block, since promtool reads all of its input for each block.
 *
 * @param isKept whether the sample of an instant is written
 */
export async function writeBlocks(series, grid, folder, isKept = () => true) {
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

function indexesBetween(grid, from, to) {
  const first = Math.max(0, Math.ceil((from - grid.start) / STEP_SECONDS));
  const beyond = Math.min(grid.length, Math.ceil((to - grid.start) / STEP_SECONDS));
  return Array.from({ length: Math.max(0, beyond - first) }, (_, offset) => first + offset);
}

/** Writes OpenMetrics text, and returns how many samples it has. */
function writeText(file, series, indexes, grid) {
  const descriptor = openSync(file, 'w');
  const times = indexes.map((index) => ` ${grid.timeAt(index)}\n`);
  let samples = 0;
  let text = '';
  for (const { name, labels, values } of series) {
    const start = `${name}${labelText(labels)} `;
    for (const [position, index] of indexes.entries()) {
      const value = values[index];
      if (Number.isNaN(value)) continue;
      text += start + value + times[position];
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

/** Labels as text, in braces. */
export const labelText = (labels) =>
  `{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`;
