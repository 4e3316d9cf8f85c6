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

/** Reads an answer, and returns its samples and warnings, or the reason and the message of its failure. */
function outcome(status: number, body: unknown, location: string | null = null): unknown {
  try {
    return readQueryAnswer(status, location, typeof body === 'string' ? body : JSON.stringify(body));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return `${error.reason}: ${error.message}`;
  }
}

const error = (errorType: unknown, message: unknown) => ({ status: 'error', errorType, error: message });
const data = (resultType: unknown, result: unknown) => ({ status: 'success', data: { resultType, result } });
const NOT_AN_ANSWER = 'not an answer of the API';

test.each<[string, number, unknown, string]>([
  ['status 401', 401, '', 'auth: HTTP 401'],
  ['status 403', 403, error('bad_data', 'no'), 'auth: HTTP 403'],
  ['an unknown type of error', 500, error('internal', 'no'), 'http: HTTP 500, Prometheus answered: no'],
  ['a type of every object', 500, error('toString', 'no'), 'http: HTTP 500, Prometheus answered: no'],
  ['a type that is no text', 500, error(7, 'no'), 'http: HTTP 500, Prometheus answered: no'],
  ['a bad query', 400, error('bad_data', 'no'), 'bad_query: HTTP 400, Prometheus answered: no'],
  ['a query that fails', 422, error('execution', 'no'), 'bad_query: HTTP 422, Prometheus answered: no'],
  ['a timeout', 503, error('timeout', 'no'), 'timeout: HTTP 503, Prometheus answered: no'],
  [
    'an error without a message',
    503,
    error('timeout', 7),
    'timeout: HTTP 503, Prometheus answered: no message',
  ],
  ['an error with status 200', 200, error('timeout', 'no'), 'timeout: HTTP 200, Prometheus answered: no'],
  ['an error page', 502, ' <html>', 'http: HTTP 502 with HTML or XML'],
  ['a success with status 500', 500, data('vector', []), 'http: HTTP 500 with other text'],
  ['a page', 200, '\n<html>', `invalid_response: HTTP 200 with HTML or XML, ${NOT_AN_ANSWER}`],
  ['an empty body', 200, ' \n', `invalid_response: HTTP 200 with an empty body, ${NOT_AN_ANSWER}`],
  ['text with a bracket', 200, 'a<b', `invalid_response: HTTP 200 with other text, ${NOT_AN_ANSWER}`],
  ['null', 200, 'null', `invalid_response: HTTP 200 with other text, ${NOT_AN_ANSWER}`],
  ['a list', 200, [], `invalid_response: HTTP 200 with other text, ${NOT_AN_ANSWER}`],
  [
    'another status',
    200,
    { ...ANSWER, status: 'ok' },
    `invalid_response: HTTP 200 with other text, ${NOT_AN_ANSWER}`,
  ],
  ['no data', 200, { status: 'success' }, `invalid_response: HTTP 200 with other text, ${NOT_AN_ANSWER}`],
  [
    'data that are null',
    200,
    { status: 'success', data: null },
    `invalid_response: HTTP 200 with other text, ${NOT_AN_ANSWER}`,
  ],
  ['a range vector', 200, data('matrix', []), 'wrong_type: the result is a range vector'],
  ['a string', 200, data('string', [1, 'x']), 'wrong_type: the result is a string'],
  ['another type', 200, data('tensor', []), 'invalid_response: the answer has no result'],
  ['no list', 200, data('vector', {}), 'invalid_response: the answer has no result'],
  [
    'a sample that is a number',
    200,
    data('vector', [7]),
    'invalid_response: a sample of the answer has no labels',
  ],
  [
    'no labels',
    200,
    data('vector', [{ value: [1, '1'] }]),
    'invalid_response: a sample of the answer has no labels',
  ],
  [
    'a histogram',
    200,
    data('vector', [{ metric: {}, histogram: [1, {}] }]),
    'wrong_type: the result is a histogram',
  ],
  [
    'no value',
    200,
    data('vector', [{ metric: {} }]),
    'invalid_response: a sample of the answer has no time or value',
  ],
  [
    'no time',
    200,
    data('scalar', [null, '1']),
    'invalid_response: a sample of the answer has no time or value',
  ],
  [
    'a number as value',
    200,
    data('scalar', [1, 1]),
    'invalid_response: a sample of the answer has no time or value',
  ],
  ['no point', 200, data('scalar', '12'), 'invalid_response: a sample of the answer has no time or value'],
])('of an answer with %s a user reads why it is not used', (_, status, body, expected) => {
  expect(outcome(status, body)).toBe(expected);
});

test.each([
  ['https://sso.example/login?token=s3cret', 'redirect: HTTP 302 redirects to https://sso.example'],
  ['/login?token=s3cret', 'redirect: HTTP 302 redirects'],
  [null, 'redirect: HTTP 302 redirects'],
])('a redirect to %s names only the host', (location, expected) => {
  expect(outcome(302, '', location)).toBe(expected);
  expect(outcome(300, '', location)).toBe(expected.replace('302', '300'));
  expect(outcome(399, '', location)).toBe(expected.replace('302', '399'));
});

test.each([
  ['1', 1],
  ['-1.5', -1.5],
  ['+1.', 1],
  ['.5', 0.5],
  ['1e+09', 1e9],
  ['12.25E-2', 0.1225],
  ['NaN', Number.NaN],
  ['Inf', Number.POSITIVE_INFINITY],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
])('the value %s is a number', (text, value) => {
  expect(outcome(200, data('scalar', [1.5, text]))).toEqual({
    samples: [{ labels: undefined, at: 1500, value }],
    ...{ warnings: [], infos: [] },
  });
});

test.each([
  '',
  ' ',
  '.',
  '1 ',
  ' 1',
  '1x',
  'x1',
  '0x10',
  '1e',
  '1e5.5',
  '--1',
  'Infinity',
  'xInf',
  'Infx',
  'nan',
  '1,5',
])('the value %j is not a number', (text) => {
  expect(outcome(200, data('scalar', [1, text]))).toBe(
    'invalid_response: a sample of the answer has no time or value',
  );
});

test('samples keep their labels, and warnings and notes their texts', () => {
  const { warnings: _, ...rest } = ANSWER;
  expect(outcome(200, rest)).toEqual({
    samples: [
      { labels: { host: 'a' }, at: NOW, value: 6.5 },
      { labels: { host: 'b' }, at: NOW, value: 7 },
    ],
    ...{ warnings: [], infos: [] },
  });
  expect(outcome(200, { ...ANSWER, warnings: ['slow', 7], infos: 'not a counter\n' })).toMatchObject({
    ...{ warnings: ['slow'], infos: [expect.stringMatching(/^not a counter/)] },
  });
});
