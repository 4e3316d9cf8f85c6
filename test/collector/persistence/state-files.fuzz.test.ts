import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeRecord } from '../../../src/collector/persistence/records.js';
import { beginFile, decodeJournal, decodeState } from '../../../src/collector/persistence/state-file.js';
import { fuzz, type Outcome } from '../../support/fuzz.js';
import { editLines, lineEdits } from './file-lines.js';

const COUNT = 6;
/** Nearly every damage is noticed, so hardly any input is used. */
const RUNS = { runs: 1_000, leastUsed: 0 };

const recordsOf = (site: string) =>
  Array.from({ length: COUNT }, (_, index) => ({ nonces: [['n'.repeat(20 * index), index]], of: site }));

function stateOf(id: string, records: readonly object[]): Buffer {
  const { start, seal } = beginFile('state', { id, saved: { at: 1, boot: undefined } });
  return Buffer.concat([start, ...[...records, { records: COUNT }].map((one) => seal(encodeRecord(one)))]);
}

function journalOf(id: string, records: readonly object[]): Buffer {
  const { start, seal } = beginFile('journal', { follows: id });
  return Buffer.concat([start, ...records.map((one) => seal(encodeRecord(one)))]);
}

const RECORDS = recordsOf('main');
const STATE = stateOf('a', RECORDS);
const JOURNAL = journalOf('a', RECORDS);

/** Edits of bytes: at each place some are replaced by others, or deleted. */
const edits = fc.array(
  fc.record({
    at: fc.nat(),
    length: fc.nat(60),
    by: fc.oneof(
      fc.constantFrom('', '\0', '\n', '0', '{', 'whmcs-stock-exporter state 1\n'),
      fc.string({ unit: 'binary-ascii' }),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function damage(bytes: Buffer, changes: readonly { at: number; length: number; by: string }[]): Buffer {
  let now = bytes;
  for (const { at, length, by } of changes) {
    const start = at % (now.length + 1);
    now = Buffer.concat([now.subarray(0, start), Buffer.from(by, 'latin1'), now.subarray(start + length)]);
  }
  return now;
}

async function expectSameState(bytes: Buffer): Promise<Outcome> {
  const state = await decodeState(bytes);
  if (typeof state !== 'object') return 'refused';
  expect(state.records).toEqual(RECORDS);
  return 'used';
}

/** Expects that a journal is refused, or gives the records before a place, as after a crash there. */
async function expectBeginning(bytes: Buffer): Promise<Outcome> {
  const journal = await decodeJournal(bytes);
  if (typeof journal !== 'object') return 'refused';
  expect(journal.header).toEqual({ follows: 'a' });
  expect(journal.records).toEqual(RECORDS.slice(0, journal.records.length));
  return 'used';
}

test('a persistence file with any bytes changed is refused, or gives the same state', async () => {
  await fuzz('persistence file', edits, (changes) => expectSameState(damage(STATE, changes)), RUNS);
});

test('a journal with any bytes changed is refused, or gives its first records', async () => {
  await fuzz('journal', edits, (changes) => expectBeginning(damage(JOURNAL, changes)), RUNS);
});

describe.each([
  ['another file', 'b', recordsOf('main')],
  ['a file of another site', 'b', recordsOf('second')],
  ['an older writing of the same file', 'a', RECORDS.map(({ of }) => ({ nonces: [], of }))],
])('records removed, repeated, swapped or taken from %s', (_, id, records) => {
  test('a persistence file is refused, or gives the same state', async () => {
    const foreign = stateOf(id, records);
    const holds = (changes: Parameters<typeof editLines>[1]) =>
      expectSameState(editLines(STATE, changes, foreign));
    await fuzz('records of a persistence file', lineEdits, holds, RUNS);
  });

  test('a journal is refused, or gives its first records', async () => {
    const foreign = journalOf(id, records);
    const holds = (changes: Parameters<typeof editLines>[1]) =>
      expectBeginning(editLines(JOURNAL, changes, foreign));
    await fuzz('records of a journal', lineEdits, holds, RUNS);
  });
});
