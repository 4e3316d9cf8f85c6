import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import LongestFirst from '../../scripts/test-order.cjs';

test('each name in the list of the longest tests is the end of one path', () => {
  const paths = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((path) => `test/${path}`);
  const found = LongestFirst.LONGEST.map((name) => [
    name,
    paths.filter((path) => LongestFirst.rankOf({ path }) === LongestFirst.LONGEST.indexOf(name)).length,
  ]);
  expect(found).toEqual(LongestFirst.LONGEST.map((name) => [name, 1]));
});
