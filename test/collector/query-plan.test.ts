import { expect, test } from '@jest/globals';
import { planQueries, untilNextRun } from '../../src/collector/query-plan.js';
import { measure } from '../support/measured.js';
import { siteConfig } from '../support/site.js';

const MINUTE = 60_000;

const siteWith = (name: string, queries: readonly string[]) => {
  const measures = queries.map((query) => measure({ name: query, query, intervalMs: MINUTE }));
  return siteConfig({ name, limits: { products: new Map(), pools: [], measures } });
};

test('the queries of a site run together, and sites are spread over the interval', () => {
  const sites = [
    siteWith('a', ['a1', 'a2', 'a3']),
    siteConfig({ name: 'without queries' }),
    siteWith('b', ['b1', 'b2']),
    siteWith('c', ['c1', 'a2']),
  ];
  const next = [...planQueries(sites).values()].map((planned) => [planned.query, untilNextRun(planned, 0)]);
  expect(Object.fromEntries(next)).toEqual({
    ...{ a1: MINUTE, a2: MINUTE, a3: MINUTE },
    ...{ b1: MINUTE / 3, b2: MINUTE / 3 },
    c1: (2 * MINUTE) / 3,
  });
});
