import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import FaultReporter from '../../scripts/fault-reporter.js';
import { readRows } from '../../scripts/fault-rows.js';

const passed = (title: string, file: string) => ({
  title,
  file: join(process.cwd(), file),
  status: 'passed',
});

const TESTS = [
  passed('fault [api] a page in place of JSON → reason invalid_response', 'test/a.test.ts'),
  passed('an ordinary test', 'test/a.test.ts'),
  passed('fault [network] a page in place of JSON → another area', 'test/b.test.ts'),
  passed('fault [api] a page in place of JSON → other words', 'test/c.test.ts'),
];

test('rows of the fault table are read from the tests that declare them', () => {
  expect(readRows(TESTS)[0]).toEqual({
    ...{ area: 'api', injected: 'a page in place of JSON', shown: 'reason invalid_response' },
    ...{ file: 'test/a.test.ts', status: 'passed' },
  });
  expect(readRows(TESTS)).toHaveLength(3);
});

test('a run of the tests fails where two of them are the same row', () => {
  const results = (tests: typeof TESTS) => ({
    testResults: tests.map(({ file, ...result }) => ({ testFilePath: file, testResults: [result] })),
  });
  const clean = new FaultReporter();
  clean.onRunComplete(undefined, results(TESTS.slice(0, 3)));
  expect(clean.getLastError()).toBeUndefined();
  const repeated = new FaultReporter();
  repeated.onRunComplete(undefined, results(TESTS));
  expect(repeated.getLastError()).toBeInstanceOf(Error);
});
