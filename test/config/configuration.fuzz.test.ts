import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Ajv from 'ajv';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { parseConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { createCertificate } from '../support/certificates.js';
import { COMPLETE_CONFIG } from '../support/complete-config.js';
import { SECRET } from '../support/config-values.js';
import { applyEdits, type EditedConfig, editedConfig, printConfig } from '../support/edited-config.js';
import { fuzz, type Outcome } from '../support/fuzz.js';
import { mutate, mutation } from '../support/mutations.js';

const complete = {
  ...COMPLETE_CONFIG,
  prometheus: {
    ...COMPLETE_CONFIG.prometheus,
    basic_auth: { username: SECRET, password: SECRET },
    headers: { 'X-Token': SECRET },
  },
  sites: [
    ...COMPLETE_CONFIG.sites.map((site) => ({
      ...site,
      identifier: '${ID}',
      secret: SECRET,
      access_key: SECRET,
      webhook: { secret: SECRET },
    })),
    { name: 'other', url: 'https://other.test/', identifier: SECRET, secret: SECRET, limits: 'stock.csv' },
  ],
};
const ENV = {
  ID: SECRET,
  X: SECRET,
  V: 'value',
  URL: 'https://env.test',
  T: '5m',
  N: '5',
  TRUE: 'true',
  PROXY: 'http://p.test',
};

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const { cert } = await createCertificate('shop.test');
  const files = {
    'ca.pem': cert,
    secret: `${SECRET}\n`,
    'two-lines': `${SECRET}\n${SECRET}\n`,
    'stock.csv': 'product,option,choice,capacity,warning\n1,RAM,8 GB,4,2\n9,,,,3\n',
    'bad.csv': 'product,option,choice,capacity\n1,RAM,,x\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const matchesSchema = new Ajv.default({ strict: false }).compile(configJsonSchema());

/** Returns names of options and choices as text, which the program reads even where YAML has another type. */
function keepNames(key: unknown, value: unknown): unknown {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (key === 'option' && !isMap) return String(value);
  if (key !== 'when' || !isMap) return value;
  return Object.fromEntries(Object.entries(value).map(([name, choice]) => [name, String(choice)]));
}

/** A text is a configuration that the schema for editors allows, or an error that shows no secret. */
async function check(text: string, checkShown = (_: string) => {}): Promise<Outcome> {
  try {
    const { shown, sites } = await parseConfig(text, ENV, join(folder, 'c.yaml'));
    checkShown(JSON.stringify([shown, sites]));
    matchesSchema(parse(text, keepNames, { merge: true, maxAliasCount: -1, uniqueKeys: false }));
    expect(matchesSchema.errors).toBeNull();
    return 'used';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.replaceAll(`${folder}/`, '').split('\n'))
      expect(line).toMatch(/^(?:(?:c\.yaml:\d+:\d+|.{0,1000}[./].{0,1000}:\d+): .{1,1000}|and \d+ more)$/);
    expect(error.message).not.toContain('marker');
    return { refusedWith: error.problems.map(({ message }) => kindOf(message)) };
  }
}

/** Returns a message without what it found, and without numbers. */
const kindOf = (message: string): string =>
  message.replace(/, found .*/, '').replaceAll(/"[^"]*"|\d+|\S*\/\S*/g, '_');

test('a configuration with some values, keys and parts edited', async () => {
  const holds = (edited: EditedConfig) =>
    check(printConfig(applyEdits(complete, edited), edited.style), (shown) =>
      expect(shown).not.toContain('marker'),
    );
  await fuzz('edited configuration', editedConfig, holds, { runs: 250, leastUsed: 0.33, leastMessages: 40 });
});

const mutations = fc.array(mutation, { minLength: 1, maxLength: 2 });

test('a configuration with some values changed', async () => {
  await fuzz(
    'mutated configuration',
    mutations.map((changes) => mutate(complete, changes)),
    (text) => check(text),
    { runs: 120, leastUsed: 0.05 },
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
  const tokens = stringify(complete)
    .split(/(\s+|[:,[\]{}"'])/)
    .filter((token) => token !== '');
  const added = fc.oneof(fc.constantFrom(...SYNTAX), fc.constantFrom(...tokens), fc.string());
  const edit = fc.tuple(fc.nat(tokens.length), fc.nat(1), fc.array(added, { maxLength: 1 }));
  const texts = fc
    .array(edit, { minLength: 1, maxLength: 2 })
    .map((edits) => edits.reduce((now, [at, cut, more]) => now.toSpliced(at, cut, ...more), tokens).join(''));
  await fuzz('configuration', texts, (text) => check(text), {
    runs: 200,
    leastUsed: 0.15,
    leastMessages: 20,
  });
});

test('any text', async () => {
  const piece = fc.oneof(
    fc.constantFrom(...SYNTAX, 'sites', 'name', 'url', 'secret'),
    fc.string({ unit: 'binary' }),
  );
  const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  await fuzz('any configuration', texts, (text) => check(text), { runs: 120, leastUsed: 0 });
});
