import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeRecord } from '../../../src/collector/persistence/records.js';
import { decodeJournal, decodeState, startOf } from '../../../src/collector/persistence/state-file.js';
import { fuzz } from '../../support/fuzz.js';

const RECORDS = Array.from({ length: 6 }, (_, index) => ({
  nonces: [['n'.repeat(20 * index), index]],
  of: 'main',
}));
const encoded = RECORDS.map(encodeRecord);
const STATE = Buffer.concat([
  startOf('state', { id: 'a', saved: { steadyMs: 1, wallMs: 2, boot: 'b' } as never }),
  ...encoded,
  encodeRecord({ records: RECORDS.length }),
]);
const JOURNAL = Buffer.concat([startOf('journal', { follows: 'a' }), ...encoded]);

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

test('a persistence file with any bytes changed is refused, or gives the same state', async () => {
  await fuzz(
    'persistence file',
    edits,
    async (changes) => {
      const state = await decodeState(damage(STATE, changes));
      if (typeof state === 'object') expect(state.records).toEqual(RECORDS);
    },
    { runs: 1_000 },
  );
});

/** Whether a list contains values in the same order. Others may be between them. */
function isInOrder(some: readonly unknown[], all: readonly unknown[]): boolean {
  const left = all.map((value) => JSON.stringify(value));
  return some.every((value) => {
    const index = left.indexOf(JSON.stringify(value));
    left.splice(0, index + 1);
    return index >= 0;
  });
}

test('a journal with any bytes changed is refused, or gives only unchanged records, in order', async () => {
  await fuzz(
    'journal',
    edits,
    async (changes) => {
      const journal = await decodeJournal(damage(JOURNAL, changes));
      if (typeof journal === 'object') expect(isInOrder(journal.records, RECORDS)).toBe(true);
    },
    { runs: 1_000 },
  );
});
