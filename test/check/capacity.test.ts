import { afterEach, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { type FakeAnswer, refusal, startFakePrometheus, vector } from '../support/fake-prometheus.js';
import { fault } from '../support/fault.js';
import { runCli, writeConfig } from '../support/run-cli.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const TOKEN = 'marker-token-Zq5';

/** Runs `check` on a site whose pools have queries by their names. */
async function check(answers: Readonly<Record<string, FakeAnswer>>, pools: readonly object[]) {
  const shop = await startSimulator({ shop: createDemoShop(), quirks: { showsStockControl: true } });
  const prometheus = await startFakePrometheus((query) => answers[query] ?? vector([]));
  closing.push(
    () => shop.close(),
    () => prometheus.close(),
  );
  const file = await writeConfig(
    stringify({
      prometheus: { url: prometheus.url, bearer_token: TOKEN },
      sites: [
        {
          ...{ name: 'shop', url: shop.url, identifier: 'demo-identifier', secret: 'demo-secret' },
          pools: pools.map((pool) => ({ ...pool, draws: [{ product: 42 }] })),
        },
      ],
    }),
  );
  const cli = runCli(['check', '--config.file', file]);
  const code = await cli.ended;
  const lines = cli
    .out()
    .split('\n')
    .map((line) => line.replace(/ {2}\(.* ms\)$/, '').replace('11 s old', '12 s old'));
  const first = lines.findIndex((line) => line.includes('query for capacity'));
  return { code, lines: lines.slice(first, -3).map((line) => line.trim()), out: cli.out() + cli.err() };
}

describe('check', () => {
  test('runs every query, and prints its number with its samples, and that a sum is an upper bound', async () => {
    const { code, lines } = await check(
      {
        'sum(free)': vector([62.7]),
        free: vector(
          [
            [{ host: 'a' }, 14],
            [{ host: 'b' }, 34],
          ],
          12,
        ),
        many: vector(Array.from({ length: 9 }, (_, index) => [{ host: `h${index}` }, 16] as const)),
      },
      [
        { name: 'memory', unit: 'GB', left: { query: 'sum(free)' } },
        { name: 'servers', left: { query: 'free', label: 'host', size: 16 } },
        { name: 'spare', left: { query: 'many', label: 'host', size: 16, spare: 1 } },
      ],
    );
    expect(lines).toEqual([
      '✓ query for capacity   pool memory left: at most 62 GB; from 62.7, 0 s old',
      'A sum over hosts adds up room that no single host may have. If a unit must fit on one host,',
      'set label and size instead of the sum.',
      '✓ query for capacity   pool servers left: 2; from {host="a"} 14, {host="b"} 34, 12 s old',
      '✓ query for capacity   pool spare left: 8; from {host="h0"} 16, {host="h1"} 16, {host="h2"} 16, ' +
        '{host="h3"} 16, {host="h4"} 16 and 4 more, 0 s old',
    ]);
    expect(code).toBe(0);
  });

  fault(
    'configuration',
    'a query for capacity finds nothing, finds too much, or is not PromQL',
    'check fails with what is wrong with each, and what to do',
    async () => {
      const { code, lines, out } = await check(
        {
          two: vector([
            [{ host: 'a' }, 1],
            [{ host: 'b' }, 2],
          ]),
          bad: refusal(400, 'bad_data', `parse error for ${TOKEN}`),
        },
        ['none', 'two', 'bad'].map((query) => ({ name: query, left: { query } })),
      );
      expect(lines).toEqual([
        '✗ query for capacity   pool none left: no sample',
        'The query found nothing. Check its metric and labels in Prometheus, and that its targets are',
        'up.',
        '✗ query for capacity   pool two left: 2 samples; from {host="a"} 1, {host="b"} 2, 0 s old',
        'The query found several samples. Aggregate them; if each is a host, set label and size.',
        '✗ query for capacity   pool bad left: HTTP 400, Prometheus answered: parse error for <secret>',
        'Prometheus can not run the query. Try it in the expression browser of Prometheus.',
      ]);
      expect(code).toBe(1);
      expect(out).not.toContain(TOKEN);
    },
  );
});
