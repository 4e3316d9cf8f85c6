import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { askUntil } from '../support/daemon.js';
import { type ExporterProcess, openExporter } from '../support/exporter-process.js';
import {
  type FakeAnswer,
  refusal,
  result,
  send,
  startFakePrometheus,
  vector,
} from '../support/fake-prometheus.js';
import { fault } from '../support/fault.js';
import { writeConfig } from '../support/run-cli.js';

const TOKEN = 'marker-token-Zq9';
const SIZE = 16e9;

/** A fault of a query: its reason, what is answered, and the form of the query. */
type QueryFault = {
  readonly reason: string;
  readonly answer: FakeAnswer;
  readonly kind?: 'capacity' | 'hosts';
};

const host = (name: string, free: number | string) => [{ host: name }, free] as const;

const FAULTS: Readonly<Record<string, QueryFault>> = {
  'no sample': { reason: 'empty', answer: vector([]) },
  'two samples': {
    reason: 'many',
    answer: vector([
      [{ a: 'b' }, 1],
      [{ a: 'c' }, 2],
    ]),
  },
  'a range vector': { reason: 'wrong_type', answer: result('matrix', [{ metric: {}, values: [[1, '2']] }]) },
  'a string': { reason: 'wrong_type', answer: result('string', [Date.now() / 1000, '6']) },
  'a histogram': {
    reason: 'wrong_type',
    answer: result('vector', [{ metric: {}, histogram: [1, { count: '6', sum: '6' }] }]),
  },
  NaN: { reason: 'not_a_number', answer: vector(['NaN']) },
  '+Inf': { reason: 'infinite', answer: vector(['+Inf']) },
  '-Inf': { reason: 'infinite', answer: vector(['-Inf']) },
  'a negative capacity': { reason: 'negative', kind: 'capacity', answer: vector([-5]) },
  '1e300': { reason: 'out_of_range', answer: vector(['1e+300']) },
  'a sample of an hour ago': { reason: 'stale', answer: vector([6], 3600) },
  'a sample with its time in milliseconds': { reason: 'stale', answer: vector([6], -1e12) },
  '422': { reason: 'bad_query', answer: refusal(422, 'execution', 'many-to-many matching not allowed') },
  '400': { reason: 'bad_query', answer: refusal(400, 'bad_data', 'parse error: unexpected end of input') },
  '503 after its own timeout': { reason: 'timeout', answer: refusal(503, 'timeout', 'query timed out') },
  '503 with a page': { reason: 'http', answer: send('<html>Service Unavailable</html>', 503) },
  '429': { reason: 'http', answer: refusal(429, 'too_many_requests', 'slow down') },
  'no answer': { reason: 'timeout', answer: () => {} },
  'a page of HTML': { reason: 'invalid_response', answer: send('<!doctype html><title>Grafana</title>') },
  'JSON of another API': { reason: 'invalid_response', answer: send({ message: 'ok', data: [] }) },
  'a value that is no number': { reason: 'invalid_response', answer: vector(['six']) },
  'a redirect to a login': {
    reason: 'redirect',
    answer: (answer) => send('', 302, { location: `https://login.test/?token=${TOKEN}` })(answer, answer.req),
  },
  'an endless body': {
    reason: 'too_large',
    answer(answer) {
      const write = (): void => {
        while (answer.writable && answer.write('x'.repeat(65_536)));
      };
      answer.on('drain', write);
      write();
    },
  },
  'refused credentials, which it repeats': {
    reason: 'auth',
    answer: (answer, request) => send(`<p>${request.headers.authorization}`, 401)(answer, request),
  },
  'an error that repeats the credentials': {
    reason: 'http',
    answer: (answer, request) =>
      refusal(500, 'internal', `no upstream for ${request.headers.authorization}`)(answer, request),
  },
  'a connection cut in the answer': {
    reason: 'connect',
    answer(answer) {
      answer.writeHead(200, { 'content-length': '1000' });
      answer.write('{"status":');
      setTimeout(() => answer.destroy(), 50);
    },
  },
  'an answer that lacks a store': { reason: 'partial', answer: vector([6], 0, { isPartial: true }) },
  'a host without the label': { reason: 'label', kind: 'hosts', answer: vector([host('a', 96e9), 32e9]) },
  'a host twice': { reason: 'many', kind: 'hosts', answer: vector([host('a', 96e9), host('a', 96e9)]) },
  'a host with NaN': {
    reason: 'not_a_number',
    kind: 'hosts',
    answer: vector([host('a', 96e9), host('b', 'NaN')]),
  },
};

const poolOf = (name: string, { kind }: QueryFault) => {
  const query = { query: name, name, interval: '1s', max_age: '10s' };
  const limit = {
    ...(kind === 'capacity' && { capacity: query }),
    ...(kind === 'hosts' && { left: { ...query, label: 'host', size: SIZE } }),
    ...(kind === undefined && { left: query }),
  };
  return { name, ...limit, draws: [{ product: 42 }] };
};

/** What was seen of a query once its fault began. */
type Seen = { wasKept: boolean; reasons: Set<string>; isUnknown: boolean };

let exporter: ExporterProcess;
const seen = new Map<string, Seen>(
  Object.keys(FAULTS).map((name) => [name, { wasKept: false, reasons: new Set(), isUnknown: false }]),
);
const closing: (() => unknown)[] = [];
let others: readonly (number | undefined)[] = [];
let exposed = '';

beforeAll(async () => {
  let isFaulty = false;
  const good = (name: string): FakeAnswer =>
    FAULTS[name]?.kind === 'hosts' ? vector([host('a', 96e9)]) : vector(['6.9']);
  const prometheus = await startFakePrometheus((query) =>
    isFaulty ? (FAULTS[query]?.answer ?? good(query)) : good(query),
  );
  const shop = await startSimulator({ shop: createDemoShop(), quirks: { showsStockControl: true } });
  const credentials = { url: shop.url, identifier: 'demo-identifier', secret: 'demo-secret' };
  const file = await writeConfig(
    stringify({
      prometheus: { url: prometheus.url, bearer_token: TOKEN, timeout: '4s' },
      defaults: { interval: '1s' },
      sites: [
        {
          ...{ name: 'main', ...credentials },
          pools: Object.entries(FAULTS).map(([name, query]) => poolOf(name, query)),
        },
        { name: 'other', ...credentials, products: [{ id: 42, left: { query: 'fine', interval: '1s' } }] },
      ],
    }),
  );
  exporter = await openExporter(['--config.file', file]);
  closing.push(
    () => exporter.close(),
    () => shop.close(),
    () => prometheus.close(),
  );
  await exporter.start();
  const metric = (series: ReadonlyMap<string, number>, name: string, query: string) =>
    series.get(`whmcs_capacity_query_${name}{site="main",query="${query}"}`);
  const names = Object.keys(FAULTS);
  await askUntil(
    () => exporter.scrape(),
    (series) => names.every((name) => metric(series, 'up', name) === 1) && series.size > 100,
  );
  isFaulty = true;
  await askUntil(
    async () => {
      const series = await exporter.scrape();
      for (const [name, found] of seen) {
        if (metric(series, 'up', name) !== 0) continue;
        const value = series.get(`whmcs_capacity_query_value{site="main",query="${name}",choice=""}`);
        found.wasKept ||= value === 6 && metric(series, 'known', name) === 1;
        found.isUnknown = value === undefined && metric(series, 'known', name) === 0;
        if (
          [...series.keys()].some(
            (key) => /^whmcs_pool_(stock|capacity)/.test(key) && key.includes(`pool="${name}"`),
          )
        )
          found.isUnknown = false;
        for (const reason of Object.values(FAULTS).map((each) => each.reason))
          if (
            series.has(`whmcs_capacity_query_failures_total{site="main",query="${name}",reason="${reason}"}`)
          )
            found.reasons.add(reason);
      }
      others = ['main', 'other'].map((site) => series.get(`whmcs_up{site="${site}"}`));
      return [...seen.values()].filter(({ isUnknown }) => !isUnknown).length;
    },
    (left) => left === 0,
  );
  exposed = await (await fetch(`http://${exporter.host}/metrics`)).text();
}, 240_000);

afterAll(async () => {
  for (const close of closing) await close();
});

describe('a query for capacity that is answered with', () => {
  for (const [name, { reason }] of Object.entries(FAULTS))
    fault(
      'stock',
      `Prometheus answers a query with ${name}`,
      `unknown with the reason ${reason}, never 0; the last good number until its max_age`,
      () => {
        const { wasKept, reasons = new Set<string>(), isUnknown } = seen.get(name) ?? {};
        const found = [...reasons].filter((other) => other === reason || other !== 'timeout'); // a busy machine
        expect({ wasKept, found, isUnknown }).toEqual({ wasKept: true, found: [reason], isUnknown: true });
      },
    );

  test('any of these harms no collection, no other site, and shows no secret', () => {
    expect(others).toEqual([1, 1]);
    expect(exposed).toMatch(/^whmcs_product_room\{site="other",product_id="42".*\} 6$/m);
    expect(exposed).toMatch(/^whmcs_product_info\{site="main",product_id="42"/m);
    expect(exposed + exporter.log()).not.toContain(TOKEN);
    expect(exporter.log()).toContain('a query for capacity gave no number');
  });
});
