import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { COMPLETE_CONFIG } from '../support/complete-config.js';
import { fuzz } from '../support/fuzz.js';
import { mutate, mutation } from '../support/mutations.js';

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

/** Whatever the text, it is a configuration, or an error of a limited length that shows no secret. */
async function check(texts: fc.Arbitrary<string>, leastUsed: number): Promise<void> {
  const holds = async (text: string) => {
    try {
      await parseConfig(text, { ID: SECRET, X: SECRET }, 'c.yaml');
      return 'used' as const;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      expect(error.message).toMatch(/^(c\.yaml:\d+:\d+: .{1,1000}\n?|and \d+ more$)+$/);
      expect(error.message).not.toContain('marker');
      return 'refused' as const;
    }
  };
  await fuzz('configuration', texts, holds, { runs: 300, leastUsed });
}

const mutations = fc.array(mutation, { minLength: 1, maxLength: 2 });

test('a configuration with some values changed', async () => {
  await check(
    mutations.map((changes) => mutate(complete, changes)),
    0.05,
  );
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
      .array(edit, { minLength: 1, maxLength: 3 })
      .map((edits) =>
        edits.reduce((now, [at, cut, added]) => now.slice(0, at) + added + now.slice(at + cut), text),
      ),
    0,
  );
});

test('any text', async () => {
  const piece = fc.oneof(
    fc.constantFrom(...SYNTAX, 'sites', 'name', 'url', 'secret'),
    fc.string({ unit: 'binary' }),
  );
  await check(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    0,
  );
});
