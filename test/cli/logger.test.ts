import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../src/cli/logger.js';
import { createRedactor } from '../../src/config/secrets/redactor.js';
import { finish } from '../../src/stock/work.js';
import { decodeProduct } from '../../src/whmcs/sources/listed-product.js';
import { decodeElements } from '../../src/whmcs/sources/product-list.js';
import { createReport } from '../../src/whmcs/sources/report.js';
import { fault } from '../support/fault.js';
import { HeldClock } from '../support/held-clock.js';
import { MARKERS } from '../support/site.js';

const READING = { source: 'classic', stockPattern: undefined } as const;

async function logging(level: 'debug' | 'info' = 'info') {
  const written: string[] = [];
  const reader = { unread: 0 };
  const end = new AbortController();
  const clock = new HeldClock();
  const log = await createLogger(
    { level, format: 'json' },
    {
      io: {
        err: (text: string) => void written.push(text),
        unread: () => reader.unread,
        interactive: false,
        env: {},
        signal: end.signal,
      },
      redact: createRedactor(Object.values(MARKERS)),
      clock,
    },
  );
  const lines = () => written.map((line) => JSON.parse(line));
  return { log, reader, clock, end, written, lines, messages: () => lines().map(({ msg }) => msg) };
}

test('a line is one JSON object with the time and the level in words', async () => {
  const { log, lines } = await logging();
  log.info({ site: 'main' }, 'site is up');
  expect(lines()).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), site: 'main', msg: 'site is up' },
  ]);
});

fault('process', 'a log that nothing reads', 'lines are dropped and counted once it is read', async () => {
  const { log, reader, lines } = await logging();
  log.info({}, 'before');
  reader.unread = 1_000_001;
  for (let line = 0; line < 500; line += 1) log.info({}, `meanwhile ${line}`);
  reader.unread = 0;
  log.info({}, 'after');
  expect(lines().map(({ msg, lines }) => [msg, lines])).toEqual([
    ['before', undefined],
    ['log lines were dropped because nothing read the log', 500],
    ['after', undefined],
  ]);
});

fault(
  'api',
  'an answer of 27 500 products that cannot be read',
  'ten lines, and after a minute how many more there were',
  async () => {
    const { log, clock, lines } = await logging();
    const report = createReport('main', log);
    const elements = Array.from({ length: 27_500 }, () => ({ name: 'without an id' }));
    finish(decodeElements(elements, (element) => decodeProduct(element, READING), report));
    expect(lines()).toHaveLength(10);
    await clock.advance(60_000);
    expect(lines().at(-1)).toMatchObject({
      site: 'main',
      lines: 27_490,
      msg: '… 27490 more like this within a minute: a product could not be read and is left out',
    });
    expect(lines()).toHaveLength(11);
  },
);

describe('lines of one kind', () => {
  test('are written again in the next minute', async () => {
    const { log, clock, messages } = await logging();
    for (let minute = 0; minute < 3; minute += 1) {
      for (let line = 0; line < 10; line += 1) log.warn({}, 'odd');
      await clock.advance(60_000);
    }
    expect(messages()).toEqual(Array.from({ length: 30 }, () => 'odd'));
  });

  test('are counted for each site, level and message', async () => {
    const { log, lines } = await logging();
    for (let line = 0; line < 11; line += 1) {
      for (const site of ['a', 'b']) log.warn({ site }, 'odd');
      log.error({ site: 'a' }, 'odd');
      log.warn({ site: 'a' }, 'even');
    }
    expect(lines()).toHaveLength(40);
  });

  test('that were suppressed are counted at the end of the program', async () => {
    const { log, end, messages } = await logging();
    for (let line = 0; line < 12; line += 1) log.warn({}, 'odd');
    end.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(messages().at(-1)).toBe('… 2 more like this within a minute: odd');
  });

  test('below the log level are not counted', async () => {
    const { log, clock, lines } = await logging();
    for (let line = 0; line < 20; line += 1) log.debug({}, 'odd');
    await clock.advance(60_000);
    expect(lines()).toEqual([]);
  });

  fault('client', 'a million kinds of log lines', 'a log of limited length', async () => {
    const { log, lines } = await logging();
    for (let kind = 0; kind < 1_000_000; kind += 1) log.info({ site: `site-${kind}` }, 'odd');
    expect(lines().length).toBeLessThan(6_000);
  });
});

const outside: readonly (readonly [string, object])[] = [
  ['a text of 50 MiB', { error: 'x'.repeat(50 * 2 ** 20) }],
  ['an error with a message of 50 MiB', { err: new Error('x'.repeat(50 * 2 ** 20)) }],
  ['a million numbers', { product_ids: Array.from({ length: 1_000_000 }, (_, id) => id) }],
  ['a million keys', { found: Object.fromEntries(Array.from({ length: 1_000_000 }, (_, key) => [key, 1])) }],
  ['keys of a megabyte', { ['k'.repeat(2 ** 20)]: { ['k'.repeat(2 ** 20)]: 1 } }],
  ['lists in lists, ten thousand deep', { found: JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`) }],
];
for (const [injected, fields] of outside) {
  fault('api', `a log line with ${injected}`, 'a line of at most 32 KiB', async () => {
    const { log, written, lines } = await logging();
    log.error(fields, 'collection failed');
    expect(lines()).toHaveLength(1);
    expect(written.join('').length).toBeLessThan(32 * 1024);
  });
}

fault('api', 'a log line with control and bidirectional characters', 'a line without them', async () => {
  const { log, written } = await logging();
  log.error({ error: 'a\u001b[2Jb\u009bc\u202Ed\u2066e\u200bf\u00adg\ud800h\u0007', 'k\u202e': 1 }, 'failed');
  expect(written.join('').trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Surrogate}]/u);
  expect(JSON.parse(written.join(''))).toMatchObject({ error: 'a [2Jb cdefg\ufffdh ', k: 1 });
});

fault('secret', 'a secret where a long text of the log is cut', 'none of the secret', async () => {
  const { log, written } = await logging();
  for (let cut = 1; cut < MARKERS.secret.length; cut += 1) {
    const start = 'x'.repeat(4_096 - 'error'.length - cut);
    log.error({ error: `${start}${MARKERS.secret}${start}` }, `failed at ${cut}`);
  }
  expect(written.join('')).not.toContain(MARKERS.secret.slice(0, 5));
});
