import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ONLY, oldestAt, readNumbers } from '../../src/capacity/measure-numbers.js';
import { readQueryAnswer } from '../../src/capacity/query-answer.js';
import { QueryError } from '../../src/capacity/query-error.js';
import { measure } from '../support/measured.js';
import { mutate, mutation } from '../support/mutations.js';

const NOW = 1_700_000_000_000;

const ANSWER = {
  status: 'success',
  data: {
    resultType: 'vector',
    result: [
      { metric: { host: 'a' }, value: [NOW / 1000, '6.5'] },
      { metric: { host: 'b' }, value: [NOW / 1000, '7'] },
    ],
  },
  warnings: ['slow'],
  isPartial: false,
};

test('any answer gives a whole number from 0, or a reason', () => {
  const form = { kind: 'hosts', label: 'host', size: 3, spare: 0 } as const;
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(mutations, fc.constantFrom(200, 200, 422, 503), (changes, status) => {
      try {
        const answer = readQueryAnswer(status, null, mutate(ANSWER, changes));
        for (const found of [measure(), measure({ kind: 'capacity' }), measure({ form })].map((each) =>
          readNumbers(each, answer, NOW).get(ONLY),
        ))
          if (typeof found === 'number') expect(Number.isSafeInteger(found) && found >= 0).toBe(true);
          else expect(found?.reason).toBeDefined();
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['partial', { isPartial: true }, 'partial'],
  ['complete', { isPartial: false }, 'complete'],
  ['of a server that does not say so', { isPartial: undefined }, 'complete'],
  ['partial with a warning', { isPartial: true, warnings: ['a storage node is down'] }, 'partial'],
])('an answer that is %s is used only if it is complete', (_, changes, expected) => {
  const read = () => {
    try {
      readQueryAnswer(200, null, JSON.stringify({ ...ANSWER, ...changes }));
      return 'complete';
    } catch (error) {
      return error instanceof QueryError ? error.reason : error;
    }
  };
  expect(read()).toBe(expected);
});

test('an answer of very many samples is counted, and not taken for a number', () => {
  const sample = { metric: {}, value: [NOW / 1000, '1'] };
  const data = { resultType: 'vector', result: Array.from({ length: 140_000 }, () => sample) };
  const answer = readQueryAnswer(200, null, JSON.stringify({ status: 'success', data }));
  expect(readNumbers(measure(), answer, NOW).get(ONLY)).toEqual({
    reason: 'many',
    message: '140000 samples',
  });
  expect(oldestAt(measure(), answer, NOW)).toBe(NOW);
});
