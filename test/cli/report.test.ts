import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { Shop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { startFakePrometheus, vector } from '../support/fake-prometheus.js';
import { fault } from '../support/fault.js';
import { runCli, writeConfig } from '../support/run-cli.js';
import { runProgram } from '../support/run-program.js';

const simulators: Simulator[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const DAY_MS = 86_400_000;
const dayAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

/** Starts a shop of products with some stock each. */
async function openShop(stock: Readonly<Record<string, number>>) {
  const shop = new Shop();
  shop.addGroup(1, 'VPS');
  for (const [name, quantity] of Object.entries(stock))
    shop.addProduct({ groupId: 1, name, monthly: '5.00', quantity });
  const simulator = await startSimulator({ shop, companion: true });
  simulators.push(simulator);
  const config = await writeConfig(configOf(simulator.url));
  const folder = await mkdtemp(join(tmpdir(), 'report-'));
  folders.push(folder);
  const file = join(folder, 'stock.state');
  return { shop, simulator, config, folder, file };
}

const configOf = (url: string, name = 'shop') =>
  `defaults: { thresholds: { warning: 3 } }
sites: [{ name: ${name}, url: "${url}", identifier: demo-identifier, secret: demo-secret, interval: 1s }]\n`;

type Opened = Awaited<ReturnType<typeof openShop>>;

async function report({ config }: Pick<Opened, 'config'>, ...flags: readonly string[]) {
  const cli = runCli(['report', '--config.file', config, ...flags]);
  const code = await cli.ended;
  return { code, out: cli.out(), err: cli.err(), said: cli.out().replace(/\s+/g, ' ') };
}

/** Starts an exporter, waits until its persistence file has the wanted content, and returns the exporter. */
async function keep({ config, file }: Pick<Opened, 'config' | 'file'>, isKept: (state: string) => boolean) {
  const argv = ['--config.file', config, '--persistence.file', file, '--web.listen-address', '127.0.0.1:0'];
  const exporter = runCli(argv);
  await exporter.until(/site is up/);
  const state = async () =>
    (
      await Promise.all([file, `${file}.journal`].map((path) => readFile(path, 'utf8').catch(() => '')))
    ).join();
  while (!isKept(await state())) await new Promise((resolve) => setTimeout(resolve, 20));
  return exporter;
}

const hasStock = (state: string): boolean => state.includes('"KVM 1"');

describe('a report', () => {
  test('says in its first line that nothing is to do', async () => {
    const { code, out, said } = await report(await openShop({ 'KVM 1': 40, 'KVM 2': 7 }));
    expect([code, out.split('\n')[0]]).toEqual([0, 'Stock: nothing to do']);
    expect(said).toContain('Nothing to do: the stock of all 2 products of 1 site is known, and none is low.');
  });

  test('names what needs attention, what to order, and what was sold', async () => {
    const opened = await openShop({ 'KVM 1': 0, 'KVM 2': 2, 'KVM 3': 90 });
    for (let day = 0; day < 60; day += 1)
      opened.shop.addService({ productId: 2, registered: dayAgo(day), quantity: 2 });
    const { code, out, said } = await report(opened);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('Stock: 1 sold out, 1 running out');
    expect(said).toMatch(/Sold out \(1\) KVM 1 VPS Running out \(1\) KVM 2 VPS 2 left, about \d\.\d d/);
    // Soon after midnight, the sales of the day that has just begun make it 2.1 a day.
    expect(said).toMatch(
      /TO ORDER, TO LAST 30 DAYS order left sold a day gone in .*KVM 2 VPS 7\d 2 2\.[01] 0\.\d d/,
    );
    expect(said).toMatch(/SOLD, .* sold before that today KVM 2 VPS 14 14 2/);
  });

  test('knows nothing of the past without a persistence file, and says where it is kept', async () => {
    const { said } = await report(await openShop({ 'KVM 1': 0 }));
    expect(said).toContain('the start is unknown. An exporter with --persistence.file records it');
  });

  test('reads the file of a running exporter, and since when something is sold out', async () => {
    const opened = await openShop({ 'KVM 1': 1, 'KVM 2': 0 });
    const exporter = await keep(opened, hasStock);
    opened.shop.sell(1);
    let { said, code } = await report(opened, '--persistence.file', opened.file);
    while (!/KVM 1 VPS for less than a minute/.test(said))
      ({ said, code } = await report(opened, '--persistence.file', opened.file));
    expect(code).toBe(0);
    expect(await exporter.stop()).toBe(0);
    expect(exporter.err()).not.toMatch(/in use by another|persistence file can't/);
  });

  test('takes no lock and changes no file', async () => {
    const opened = await openShop({ 'KVM 1': 0 });
    await (await keep(opened, hasStock)).stop();
    const look = async () => {
      const names = (await readdir(opened.folder)).toSorted();
      const files = await Promise.all(names.map((name) => readFile(join(opened.folder, name), 'utf8')));
      return names.map((name, index) => [name, files[index]]);
    };
    const before = await look();
    expect((await report(opened, '--persistence.file', opened.file)).code).toBe(0);
    expect(await look()).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });

  test('reads one site of several, and refuses an unknown one with the nearest', async () => {
    const { simulator } = await openShop({ 'KVM 1': 0 });
    const [one, other] = [configOf(simulator.url, 'eu'), configOf(simulator.url, 'us')];
    const config = await writeConfig(one.replace('}]', `}, ${other.slice(other.indexOf('[{') + 1)}`));
    const { code, said } = await report({ config }, '--site', 'us');
    expect([code, said]).toEqual([0, expect.stringContaining('us: 1 product, read from companion')]);
    expect(said).not.toContain('eu');
    expect(await report({ config }, '--site', 'uk')).toMatchObject({
      ...{ code: 1, out: '', err: expect.stringMatching(/no site "uk" in .*; nearest: us, eu/) },
    });
  });

  test('merges the persistence files of several shards', async () => {
    const shards = [await openShop({ 'KVM 1': 0 }), await openShop({ 'KVM 1': 3 })];
    const sites: string[] = [];
    for (const [index, { simulator, file }] of shards.entries()) {
      const text = configOf(simulator.url, `site-${index}`);
      sites.push(text.slice(text.indexOf('[{') + 1, text.indexOf('}]') + 1));
      await (await keep({ config: await writeConfig(text), file }, hasStock)).stop();
    }
    for (const simulator of simulators.splice(0)) await simulator.close();
    const config = await writeConfig(
      `defaults: { thresholds: { warning: 3 } }\nsites: [${sites.join(', ')}]\n`,
    );
    const flags = shards.flatMap(({ file }) => ['--persistence.file', file]);
    const { code, out, said } = await report({ config }, ...flags);
    expect([code, out.split('\n')[0]]).toEqual([
      2,
      'Stock: 2 of 2 sites could not be read, 1 sold out, 1 low',
    ]);
    expect(said).toMatch(/Sold out \(1\) KVM 1 VPS · site-0 .*Low \(1\) KVM 1 VPS · site-1 3 left/);
    const { said: half } = await report({ config }, ...flags.slice(0, 2));
    expect(half).toMatch(/site-1 could not be read\. .* Its stock is unknown\./);
  });

  test('runs the queries of measured limits, and notes a query without a number', async () => {
    const { simulator } = await openShop({ 'KVM 1': 40 });
    const prometheus = await startFakePrometheus((query) => vector(query === 'known_units' ? [6] : []));
    const pool = (name: string) =>
      `{ name: ${name}, left: { query: ${name}_units }, draws: [{ product: 1, units: 1 }] }`;
    const config = await writeConfig(
      `prometheus: { url: "${prometheus.url}" }\n${configOf(simulator.url).replace(
        'interval: 1s',
        `interval: 1s, pools: [${pool('known')}, ${pool('unknown')}]`,
      )}`,
    );
    const { code, said } = await report({ config });
    await prometheus.close();
    expect(code).toBe(0);
    expect(said).toContain('Not decided: pool unknown. The units left are unknown.');
    expect(said).not.toContain('pool known');
    expect(said).toMatch(
      /NOTES the query for pool unknown left gave no number: no sample\. The query found nothing\./,
    );
  });

  test('shows a limit without effect as one note', async () => {
    const { simulator } = await openShop({ 'KVM 1': 40 });
    const choice = 'interval: 1s, products: [{ id: 1, options: { Location: { Tokyo: 9 } } }]';
    const config = await writeConfig(configOf(simulator.url).replace('interval: 1s', choice));
    const { said } = await report({ config });
    expect(said).toContain('NOTES product 1 (KVM 1): option "Location" is not there Written on');
  });

  test('uses the last good number of a query while the Prometheus is down', async () => {
    const opened = await openShop({ 'KVM 1': 40 });
    const prometheus = await startFakePrometheus(() => vector([6]));
    const products = 'interval: 1s, products: [{ id: 1, left: { query: known_units } }]';
    const sites = configOf(opened.simulator.url).replace('interval: 1s', products);
    const config = await writeConfig(`prometheus: { url: "${prometheus.url}" }\n${sites}`);
    await (await keep({ ...opened, config }, (state) => state.includes('known_units'))).stop();
    await prometheus.close();
    const { said } = await report({ config }, '--persistence.file', opened.file);
    expect(said).toContain('QUANTITIES BY ROOM set to is limited by KVM 1 VPS 6 40 the product');
  });

  test('the built program prints it too', async () => {
    const { config } = await openShop({ 'KVM 1': 0 });
    const argv = [
      'dist/main.js',
      'report',
      '--config.file',
      config,
      '--format',
      'mail',
      '--to',
      'a@example.com',
    ];
    const { code, out } = await runProgram(process.execPath, argv);
    const { subject } = await simpleParser(out);
    expect([code, subject]).toEqual([0, 'Stock: KVM 1 is sold out']);
  });
});

describe('formats', () => {
  test('JSON has the stock in three ways and the times', async () => {
    const { out } = await report(await openShop({ 'KVM 1': 0, 'KVM 2': 9 }), '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      ...{ subject: 'Stock: KVM 1 is sold out', complete: true, period: { days: 7 } },
      sites: [{ name: 'shop', read: true, source: 'companion', products: 2 }],
      attention: [{ concern: 'sold_out', product_id: 1, stock: { kind: 'limited', quantity: 0 } }],
      sold: [
        { product_id: 1, units: 0, units_before: 0, units_today: 0 },
        { product_id: 2, units: 0 },
      ],
    });
  });

  test('CSV has a line per product, and guards what a spreadsheet would run', async () => {
    const { out } = await report(await openShop({ '=cmd|1': 0, 'KVM 2': 9 }), '--format', 'csv');
    const lines = out.split('\r\n');
    expect(lines[0]).toMatch(/^site,product_id,product,group,option,stock,state,concern,why,sold_out_since/);
    expect(lines[1]).toMatch(/^shop,1,'=cmd\|1,VPS,,0,sold_out,sold_out,/);
    expect(lines).toHaveLength(4);
  });

  test('mail is a message of text and HTML, for its recipients', async () => {
    const flags = [
      '--format',
      'mail',
      '--to',
      'a@example.com',
      '--to',
      'b@example.com',
      '--from',
      'c@example.com',
    ];
    const { out } = await report(await openShop({ 'Größe 東京 <b>': 0 }), ...flags);
    const { subject, to, from, text, html } = await simpleParser(out);
    expect(subject).toBe('Stock: Größe 東京 <b> is sold out');
    expect([to, from].flat().map((address) => address?.text)).toEqual([
      'a@example.com, b@example.com',
      'c@example.com',
    ]);
    expect(text).toMatch(/^Stock: Größe 東京 <b> is sold out\n/);
    expect(html).toContain('Größe 東京 &lt;b&gt;');
    expect(html).not.toMatch(/<script|src=|url\(|<link/);
  });

  test('--output replaces a file', async () => {
    const opened = await openShop({ 'KVM 1': 0 });
    const output = join(opened.folder, 'report.txt');
    for (const name of ['KVM 1', 'KVM 1']) {
      expect(await report(opened, '--output', output)).toMatchObject({ code: 0, out: '' });
      expect(await readFile(output, 'utf8')).toMatch(`Stock: ${name} is sold out\n`);
    }
    expect(await report(opened, '--output', join(output, 'in'))).toMatchObject({
      ...{ code: 1, out: '', err: expect.stringMatching(/report\.txt\/in can't be written \(ENOTDIR\)/) },
    });
  });
});

test.each([
  [['--days', '0'], 'Expected a number from 1 to 60.'],
  [['--days', '61'], 'Expected a number from 1 to 60.'],
  [['--format', 'pdf'], 'Allowed choices are text, html, mail, json, csv.'],
  [['--format', 'mail'], '--format mail needs --to'],
  [['--to', 'a@example.com'], '--format mail needs --to'],
  [['--format', 'mail', '--to', 'root'], 'Expected an address such as stock@example.com.'],
  [['--format', 'mail', '--to', 'a@b.c\nBcc: d@e.f'], 'Expected an address such as stock@example.com.'],
])('%j is refused', async (flags, message) => {
  const { code, out, err } = await report({ config: 'none.yaml' }, ...flags);
  expect([code, out, err]).toEqual([1, '', expect.stringContaining(message)]);
});

/** Saves the stock of a shop in a file, changes the file, and reports. */
async function reportOn(meddle: (file: string) => Promise<unknown>) {
  const opened = await openShop({ 'KVM 1': 0 });
  await (await keep(opened, hasStock)).stop();
  await meddle(opened.file);
  return report(opened, '--persistence.file', opened.file);
}

const replaced = async (file: string, from: RegExp, to: string) =>
  writeFile(file, (await readFile(file, 'latin1')).replace(from, to), 'latin1');

for (const [injected, meddle, said] of [
  ['is damaged', (file: string) => replaced(file, /KVM/, 'KVN'), 'is damaged and not used'],
  ['is cut off', (file: string) => replaced(file, /[^\n]*\n$/, ''), 'is damaged and not used'],
  [
    'is of a later version',
    (file: string) => replaced(file, /state \d+/, 'state 99'),
    'comes from a later version',
  ],
  [
    'is another file',
    (file: string) => writeFile(file, '{}'),
    'is not used, because it is not a persistence file',
  ],
  ['does not exist', (file: string) => rm(file), 'does not exist; the exporter creates it'],
  [
    'is a folder',
    (file: string) =>
      rename(file, `${file}.x`)
        .then(() => mkdtemp(file))
        .then((made) => rename(made, file)),
    'is not a regular file',
  ],
  [
    'has lost its journal',
    (file: string) => rm(`${file}.journal`),
    'is missing, so the units sold are unknown',
  ],
] as const)
  fault(
    'process',
    `a persistence file that ${injected}, which a report reads`,
    'the report says so, has the current stock, and ends with exit code 2',
    async () => {
      const { code, out, err, said: all } = await reportOn(meddle);
      expect([code, out.split('\n')[0]]).toEqual([2, 'Stock: KVM 1 is sold out']);
      expect(all).toContain(said);
      expect(err).toContain('the report is incomplete: ');
    },
  );

fault(
  'network',
  'a WHMCS that is down when the report is written',
  'the stock of the last reading with its time, what to do, and exit code 2',
  async () => {
    const opened = await openShop({ 'KVM 1': 0 });
    await (await keep(opened, hasStock)).stop();
    await simulators.pop()?.close();
    const { code, out, said, err } = await report(opened, '--persistence.file', opened.file);
    expect([code, out.split('\n')[0]]).toEqual([2, 'Stock: shop could not be read, KVM 1 is sold out']);
    expect(said).toMatch(/Its stock below was read on \d+ \w+ \d{4} at \d\d:\d\d UTC, just now\./);
    expect(said).toContain('`whmcs-stock-exporter check shop` finds the cause');
    expect(err).toContain('site shop could not be read');
    const { out: json } = await report(opened, '--persistence.file', opened.file, '--format', 'json');
    expect(JSON.parse(json)).toMatchObject({
      ...{ complete: false, sites: [{ read: false, failure: { reason: 'connect' } }] },
    });
  },
);

fault(
  'network',
  'a WHMCS that is down when the first report is written',
  'a report that its stock is unknown, and exit code 2',
  async () => {
    const opened = await openShop({});
    await simulators.pop()?.close();
    const { code, said } = await report(opened);
    expect([code, said]).toEqual([2, expect.stringContaining('Its stock is unknown.')]);
    expect(said).not.toContain('TO ORDER');
  },
);

fault(
  'secret',
  'a product that is named after the secret, in a report',
  '<secret> in every format',
  async () => {
    const opened = await openShop({ 'a demo-secret b': 0 });
    for (const format of ['text', 'html', 'json', 'csv', 'mail']) {
      const to = format === 'mail' ? ['--to', 'a@example.com'] : [];
      const { out, err } = await report(opened, '--format', format, ...to);
      const { text = '', html = '' } = format === 'mail' ? await simpleParser(out) : { text: out };
      expect(`${text}${html}${out}${err}`).not.toContain('demo-secret');
      expect(text).toMatch(/secret/);
    }
  },
);
