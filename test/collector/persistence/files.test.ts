import { appendFile, cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readState } from '../../../src/collector/persistence/read-state.js';
import { fault } from '../../support/fault.js';
import { copyState, type KeptShop, keptShop, stateFolder } from '../../support/kept-shop.js';
import { amount } from '../../support/long.js';
import { MARKERS } from '../../support/site.js';
import { CLASSIC, known, sell, selling } from './selling.js';

const messages = ({ lines }: KeptShop) => lines.map(({ message }) => message);
const filesBeside = async (path: string) =>
  (await readdir(dirname(path))).filter((name) => !/lock/.test(name)).sort();

test('only the owner may read the files', async () => {
  const kept = await selling();
  for (const path of [kept.path, `${kept.path}.journal`]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  await kept.stop();
});

test('the files hold no secret', async () => {
  const kept = await selling();
  await kept.restart();
  for (const path of [kept.path, `${kept.path}.journal`]) {
    const text = await readFile(path, 'utf8');
    for (const marker of Object.values(MARKERS)) expect(text).not.toContain(marker);
  }
  await kept.stop();
});

test('a file that is changed or cut anywhere never gives a wrong number', async () => {
  const kept = await selling();
  const folder = await stateFolder();
  const path = join(folder, 'stock.state');
  await copyState(kept.path, path);
  await kept.stop();
  const whole = { '': await readFile(path), '.journal': await readFile(`${path}.journal`) };
  expect(await known(path)).toEqual([2, 5]);
  const right = [
    [2, 5],
    [4, 3], // as before the last record of the journal, where that is cut
    [undefined, undefined], // as without the file
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('' as const, '.journal' as const),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      async (suffix, position, change) => {
        const bytes = Buffer.from(whole[suffix]);
        const index = position % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ change;
        await writeFile(path + suffix, change === 0 ? bytes.subarray(0, index) : bytes);
        expect(right).toContainEqual(await known(path));
        await writeFile(path + suffix, whole[suffix]);
      },
    ),
    { numRuns: amount({ short: 500, long: 20_000 }) },
  );
});

for (const [injected, why, meddle] of [
  ['a persistence file that is damaged', 'corrupt', async (path: string) => truncate(path, 300)],
  [
    'a persistence file of a later version',
    'newer',
    async (path: string) => writeFile(path, 'whmcs-stock-exporter state 3\nx'),
  ],
  [
    "another program's file as persistence file",
    'foreign',
    async (path: string) => writeFile(path, '{"metrics": []}\n'),
  ],
  ['an empty persistence file', 'foreign', async (path: string) => truncate(path, 0)],
] as const)
  fault(
    'process',
    injected,
    `it is renamed with ".${why}" in its name, logged and counted, and the exporter starts without it`,
    async () => {
      const kept = await selling();
      await kept.restart({ meddle });
      expect((await kept.exporter.shown()).size).toBe(0);
      await kept.writtenAgain();
      expect(kept.counts.setAside).toBe(2);
      const names = await filesBeside(kept.path);
      expect(names.filter((name) => name.includes(`.${why}-`))).toHaveLength(2);
      expect(messages(kept)).toContain(`a persistence file is ${why} and not used; it was renamed`);
      await kept.clock.advance(0);
      expect((await kept.exporter.shown()).get(1)?.stock).toBe(2);
      await kept.stop();
      expect(await known(kept.path)).toEqual([2, 0]);
    },
  );

for (const [injected, said, meddle] of [
  [
    'a damaged record in the journal',
    /corrupt and not used/,
    async (path: string) =>
      writeFile(
        `${path}.journal`,
        (await readFile(`${path}.journal`, 'utf8')).replace('"follows"', '"fallows"'),
      ),
  ],
  [
    'a journal that is missing',
    /journal is missing or empty: stock/,
    async (path: string) => rm(`${path}.journal`),
  ],
  [
    'an empty journal',
    /journal is missing or empty: stock/,
    async (path: string) => truncate(`${path}.journal`),
  ],
  [
    'a journal of another file',
    /foreign and not used/,
    async (path: string) => {
      const other = await selling();
      await other.stop();
      await cp(`${other.path}.journal`, `${path}.journal`);
    },
  ],
] as const)
  fault(
    'process',
    injected,
    'counters start at 0 and stock is read again, but known zeros stay; a warning says so',
    async () => {
      const kept = await selling();
      sell(kept, 0);
      await kept.exporter.read();
      await kept.restart({ meddle });
      expect((await kept.exporter.shown()).size).toBe(0);
      await kept.clock.advance(0);
      expect((await kept.exporter.shown()).get(1)?.stock).toBe(0);
      expect(messages(kept).filter((message) => said.test(message))).toHaveLength(1);
      const removed = [...(await kept.exporter.series())].find(([key]) =>
        /stock_removed_total.*id="1"/.test(key),
      );
      expect(removed?.[1]).toBe(0);
      await kept.stop();
    },
  );

fault(
  'process',
  'a journal that is cut in its last record',
  'everything before that record is known',
  async () => {
    const kept = await selling();
    await kept.restart({
      isCrash: true,
      meddle: async (path) => truncate(`${path}.journal`, (await stat(`${path}.journal`)).size - 5),
    });
    expect((await kept.exporter.shown()).get(1)?.stock).toBe(4);
    await kept.clock.advance(0);
    expect((await kept.exporter.shown()).get(1)?.stock).toBe(2);
    await kept.stop();
  },
);

fault(
  'process',
  'a missing folder of the persistence file',
  'one log line and a count, and it is written once the folder is there',
  async () => {
    const folder = await stateFolder();
    const file = join(folder, 'missing', 'stock.state');
    const kept = await keptShop(CLASSIC, { file });
    await kept.clock.advance(60_000);
    expect((await kept.exporter.shown()).get(1)?.stock).toBe(7);
    expect(kept.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(kept.counts.failed).toBeGreaterThan(1);
    await mkdir(dirname(file));
    await kept.clock.advance(10_000);
    await kept.written(1);
    expect(messages(kept)).toContain('the persistence file is written again');
    await kept.stop();
    expect(await known(file)).toEqual([7, 0]);
  },
);

fault(
  'process',
  'a folder in the place of the persistence file',
  'it is left alone, with one log line',
  async () => {
    const folder = await stateFolder();
    const file = join(folder, 'stock.state');
    await mkdir(file);
    const kept = await keptShop(CLASSIC, { file });
    await kept.clock.advance(60_000);
    expect((await kept.exporter.shown()).get(1)?.stock).toBe(7);
    await kept.stop();
    expect(kept.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(await filesBeside(file)).toEqual(['stock.state']);
  },
);

fault(
  'process',
  'a second process with the same persistence file',
  'it says so, runs without writing the file, and takes it over when the first has ended',
  async () => {
    const first = await selling();
    const second = await keptShop(CLASSIC, { file: first.path, clock: first.clock });
    sell(second, 1);
    await second.clock.advance(0);
    expect([first.counts.isOwner, second.counts.isOwner]).toEqual([true, false]);
    expect(second.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(second.counts).toMatchObject({ saved: 0, setAside: 0 });
    await first.stop();
    await second.clock.advance(10_000);
    await second.written(1);
    expect(second.counts).toMatchObject({ isOwner: true, setAside: 0 });
    await second.stop();
    expect(await known(first.path)).toEqual([1, 6]);
  },
);

test('a site that is removed from the configuration is removed from the file', async () => {
  const kept = await selling();
  await kept.exporter.collector.reconfigure({ collector: { concurrency: 8 }, sites: [] });
  await kept.stop();
  expect((await readState(kept.path)).sites.size).toBe(0);
});

test('a file that appears while the exporter runs is not overwritten', async () => {
  const folder = await stateFolder();
  const file = join(folder, 'late', 'stock.state');
  const kept = await keptShop(CLASSIC, { file });
  await mkdir(dirname(file));
  await appendFile(file, 'something');
  await kept.clock.advance(10_000);
  await kept.written(1);
  expect((await filesBeside(file)).filter((name) => name.includes('.unread-'))).toHaveLength(1);
  await kept.stop();
});
