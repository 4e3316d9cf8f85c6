import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fault } from '../../support/fault.js';
import { copyState, type KeptShop, stateFolder } from '../../support/kept-shop.js';
import { asVersion1, editLines, fileOf, lineEdits, linesOf } from './file-lines.js';
import { known, sell, selling } from './selling.js';

/** Sells two more units, each of which becomes a record of the journal. */
async function sellMore(kept: KeptShop): Promise<void> {
  for (const quantity of [1, 0]) {
    sell(kept, quantity);
    kept.exporter.collector.changed('main', []); // before the whole state is written again
    await kept.clock.advance(1_000);
  }
}

const edit =
  (suffix: '' | '.journal', change: (records: string[], foreign: readonly string[]) => void) =>
  async (path: string) => {
    const other = await selling();
    await sellMore(other);
    const foreign = linesOf(await readFile(other.path + suffix));
    await other.stop();
    const records = linesOf(await readFile(path + suffix));
    change(records, foreign);
    await writeFile(path + suffix, fileOf(records));
  };

function swap(records: string[], index: number): void {
  const [first = '', second = ''] = records.splice(index, 2);
  records.splice(index, 0, second, first);
}

for (const [injected, change] of [
  ['a record missing in the journal', (records) => void records.splice(-2, 1)],
  ['a record twice in the journal', (records) => void records.splice(-1, 0, records.at(-2) ?? '')],
  ['two records of the journal swapped', (records) => swap(records, records.length - 2)],
  [
    "a record of another file's journal in the journal",
    (records, foreign) => void records.splice(-1, 1, foreign.at(-1) ?? ''),
  ],
] satisfies [string, Parameters<typeof edit>[1]][])
  fault(
    'process',
    injected,
    'counters start at 0, stock is shown when it is read again, and the journal is renamed and logged',
    async () => {
      const kept = await selling();
      await sellMore(kept);
      await kept.restart({ isCrash: true, meddle: edit('.journal', change) });
      expect((await kept.exporter.shown()).size).toBe(0);
      expect(await known(kept.path)).toEqual([undefined, undefined]);
      await kept.writtenAgain();
      expect(kept.lines.map(({ message }) => message)).toContain(
        'a persistence file is corrupt and not used; it was renamed',
      );
      await kept.stop();
    },
  );

for (const [injected, change] of [
  ['a record missing in the persistence file', (records) => void records.splice(3, 1)],
  ['two records of the persistence file swapped', (records) => swap(records, 2)],
  [
    'a record of another persistence file in the persistence file',
    (records, foreign) => void records.splice(3, 1, foreign[3] ?? ''),
  ],
] satisfies [string, Parameters<typeof edit>[1]][])
  fault(
    'process',
    injected,
    'it is renamed with ".corrupt" in its name, and the exporter starts without it',
    async () => {
      const kept = await selling();
      await kept.restart({ meddle: edit('', change) });
      expect((await kept.exporter.shown()).size).toBe(0);
      await kept.writtenAgain();
      expect(kept.counts.setAside).toBe(2);
      await kept.stop();
    },
  );

/** Copies of the files of an exporter that sold from 7 to 4, then to 2, 1 and 0. */
async function soldOut() {
  const kept = await selling();
  await sellMore(kept);
  const path = join(await stateFolder(), 'stock.state');
  await copyState(kept.path, path);
  await kept.stop();
  const files = { '': await readFile(path), '.journal': await readFile(`${path}.journal`) };
  return { path, files, put: (suffix: keyof typeof files, bytes: Buffer) => writeFile(path + suffix, bytes) };
}

test('records that are removed, repeated, swapped or foreign never give a wrong number', async () => {
  const { path, files, put } = await soldOut();
  const other = await soldOut();
  const right = [
    ...[0, 1, 2, 4].map((left) => [left, 7 - left]), // as before a crash at the end of a record
    [undefined, undefined], // as without the files
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('' as const, '.journal' as const), lineEdits, async (suffix, edits) => {
      await put(suffix, editLines(files[suffix], edits, other.files[suffix]));
      expect(right).toContainEqual(await known(path));
      await put(suffix, files[suffix]);
    }),
    { numRuns: 300 },
  );
});

test.each<[string, ('' | '.journal')[]]>([
  ['the file and its journal', ['', '.journal']],
  ['the file alone', ['']],
  ['the journal alone', ['.journal']],
])('a restart after an upgrade loses nothing: %s in version 1 of the format', async (_, suffixes) => {
  const { path, files, put } = await soldOut();
  for (const suffix of suffixes) await put(suffix, asVersion1(files[suffix]));
  expect(await known(path)).toEqual([0, 7]);
});

test('files of version 1 are replaced by files of version 2', async () => {
  const kept = await selling();
  await kept.restart({
    isCrash: true,
    meddle: async (path) => {
      for (const file of [path, `${path}.journal`]) await writeFile(file, asVersion1(await readFile(file)));
    },
  });
  expect((await kept.exporter.shown()).get(1)?.stock).toBe(2);
  await kept.writtenAgain();
  expect(kept.counts.setAside).toBe(0);
  await kept.stop();
  expect(await known(kept.path)).toEqual([2, 5]);
  for (const [file, kind] of [
    [kept.path, 'state'],
    [`${kept.path}.journal`, 'journal'],
  ] as const)
    expect(linesOf(await readFile(file))[0]).toBe(`whmcs-stock-exporter ${kind} 2`);
});
