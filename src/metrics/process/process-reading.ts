import { openSync, readFileSync, readSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import { attempt, numberIn } from './proc-files.js';

/** The process at one moment: times in seconds, sizes in bytes. A value that can't be read is undefined. */
export type ProcessReading = ReturnType<ReturnType<typeof createProcessReader>>;

/**
 * Creates a function that reads what moves with every scrape. A scrape waits for it.
 *
 * @param proc the folder of the process in Linux's /proc. Other systems have none.
 */
export function createProcessReader(proc = '/proc/self') {
  const readMemory = openMemory(proc);
  return () => {
    const cpu = process.cpuUsage();
    const heap = getHeapStatistics();
    return {
      cpu: { user: cpu.user / 1e6, system: cpu.system / 1e6 },
      memory: readMemory(),
      heap: { total: heap.total_heap_size, used: heap.used_heap_size, external: heap.external_memory },
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
