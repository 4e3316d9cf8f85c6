import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { COMPLETE_CONFIG } from '../support/complete-config.js';
import { amount } from '../support/long.js';
import { mutate, mutation } from '../support/mutations.js';

/** In the long form each property runs for as long as it may, together five minutes. */
const RUNS = amount({ short: 300, long: 1e9 });
const LIMIT_MS = amount({ short: 60_000, long: 100_000 });
const COUNTS = { accepted: 0, refused: 0 };

const SECRET = 'marker-5ecret-Value';
const complete = {
  ...COMPLETE_CONFIG,
  prometheus: {
    ...COMPLETE_CONFIG.prometheus,
    basic_auth: { username: SECRET, password: SECRET },
    headers: { 'X-Token': SECRET },
  },
  sites: COMPLETE_CONFIG.sites.map((site) => ({
    ...site,
    identifier: '${ID}',
    secret: SECRET,
    access_key: SECRET,
  })),
};

afterAll(() => {
  if (RUNS > 1_000) process.stderr.write(`fuzzed configurations: ${JSON.stringify(COUNTS)}\n`);
});

/** Whatever the text, it is a configuration, or an error of a limited length that shows no secret. */
async function check(texts: fc.Arbitrary<string>): Promise<void> {
  const property = fc.asyncProperty(texts, async (text) => {
    try {
      await parseConfig(text, { ID: SECRET, X: SECRET }, 'c.yaml');
      COUNTS.accepted += 1;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      COUNTS.refused += 1;
      expect(error.message).toMatch(/^(c\.yaml:\d+:\d+: .{1,1000}\n?|and \d+ more$)+$/);
      expect(error.message).not.toContain('marker');
    }
  });
  await fc.assert(property, {
    numRuns: RUNS,
    interruptAfterTimeLimit: LIMIT_MS,
    markInterruptAsFailure: RUNS <= 1_000,
  });
}

const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

test('a configuration with some values changed', async () => {
  await check(mutations.map((changes) => mutate(complete, changes)));
});

/** What has a meaning in YAML, and some that has one here. */
const SYNTAX = [
  ...[
    '\n',
    ' ',
    '  ',
    '- ',
    ': ',
    ':',
    '? ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '|',
    '>',
    '>-',
    '#',
    '%',
    '@',
    '`',
  ],
  ...[
    '*a',
    '&a ',
    '!t ',
    '!!str ',
    '!!binary ',
    '<<: *a',
    '<<: ',
    '---\n',
    '...\n',
    '\t',
    '\r',
    '\\',
    '\uFEFF',
  ],
  ...[
    '${X}',
    '${',
    '$$',
    '${X:-',
    '${UNSET}',
    'null',
    '~',
    'true',
    '1e9',
    '0x1f',
    '.nan',
    '__proto__',
    '\u0000',
  ],
];

test('a configuration with some of its text changed', async () => {
  const text = stringify(complete);
  const edit = fc.tuple(fc.nat(text.length), fc.nat(20), fc.oneof(fc.constantFrom(...SYNTAX), fc.string()));
  await check(
    fc
      .array(edit, { minLength: 1, maxLength: 6 })
      .map((edits) =>
        edits.reduce((now, [at, cut, added]) => now.slice(0, at) + added + now.slice(at + cut), text),
      ),
  );
});

test('any text', async () => {
  const piece = fc.oneof(
    fc.constantFrom(...SYNTAX, 'sites', 'name', 'url', 'secret'),
    fc.string({ unit: 'binary' }),
  );
  await check(fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')));
});
