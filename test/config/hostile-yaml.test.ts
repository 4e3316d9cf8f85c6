import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { fault } from '../support/fault.js';

const messageOf = async (text: string): Promise<string> =>
  parseConfig(text, {}, 'c.yaml').then(
    () => 'accepted',
    (error) => String(error),
  );

const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

const SITE = '  - { name: a, url: "https://a.test", identifier: x, secret: y }\n';

describe('a configuration that would take too long or too much memory', () => {
  const tens = (of: string) => `[${Array(10).fill(of).join(', ')}]`;
  const rows: readonly (readonly [string, string, () => string, RegExp])[] = [
    [
      '100 000 brackets',
      'a limit of nesting',
      () => '['.repeat(100_000),
      /^ConfigError: c\.yaml:1:65: more than 64 levels of nesting$/,
    ],
    [
      '100 000 lists in lists',
      'a limit of nesting',
      () => '- '.repeat(100_000),
      /more than 64 levels of nesting$/,
    ],
    [
      '100 000 maps in maps',
      'a limit of nesting',
      () => `${'{a: '.repeat(100_000)}`,
      /more than 64 levels of nesting$/,
    ],
    [
      'maps in maps by indentation',
      'a limit of nesting',
      () => many(300, (index) => `${' '.repeat(index)}a:\n`),
      /more than 64 levels of nesting$/,
    ],
    [
      '100 000 keys in keys',
      'a limit of nesting',
      () => '? '.repeat(100_000),
      /more than 64 levels of nesting$/,
    ],
    [
      'aliases of aliases for 10 billion values',
      'a limit of values',
      () =>
        `a0: &a0 ${tens('x')}\n${many(9, (index) => `a${index + 1}: &a${index + 1} ${tens(`*a${index}`)}\n`)}`,
      /more than 2000000 values, counting those that aliases repeat$/,
    ],
    [
      'merge keys of merge keys for a million maps',
      'a limit of values',
      () =>
        `b0: &b0 { k: 1 }\n${many(24, (index) => `b${index + 1}: &b${index + 1} { <<: [*b${index}, *b${index}] }\n`)}`,
      /more than 2000000 values/,
    ],
    [
      'a chain of 5 000 merge keys',
      'a limit of values',
      () =>
        `b0: &b0 { k: 1 }\n${many(5_000, (index) => `b${index + 1}: &b${index + 1} { <<: *b${index}, k${index}: 1 }\n`)}`,
      /more than 2000000 values/,
    ],
    [
      'a map in itself',
      'where it is',
      () => 'a: &a { b: *a }\n',
      /c\.yaml:1:12: an alias to the value that it is part of$/,
    ],
    [
      '20 000 unknown keys',
      'the first 100 and how many more',
      () => `sites:\n${SITE}${many(20_000, (index) => `key_${index}: 1\n`)}`,
      /^(ConfigError: )?(c\.yaml:\d+:1: unknown key of \d+ characters\n){100}and 19900 more$/,
    ],
    [
      '5 000 unknown keys in a site',
      'the first 100 and how many more',
      () => `sites:\n  - name: a\n${many(5_000, (index) => `    key_${index}: 1\n`)}`,
      /\nand \d+ more$/,
    ],
    [
      '5 000 sites that are texts',
      'the first 100 and how many more',
      () => `sites:\n${many(5_000, () => '  - text\n')}`,
      /\nand \d+ more$/,
    ],
    [
      '5 000 products without an id',
      'the first 100 and how many more',
      () => `sites:\n${SITE.replace('secret: y', `secret: y, products: [${many(5_000, () => '{},')}]`)}`,
      /\nand \d+ more$/,
    ],
    [
      '5 000 choices with a wrong capacity',
      'the first 100 and how many more',
      () =>
        `sites:\n${SITE.replace('secret: y', `secret: y, products: [{ id: 1, options: { A: {${many(5_000, (index) => `c${index}: x, `)}} } }]`)}`,
      /\nand \d+ more$/,
    ],
    [
      '5 000 keys that are set twice',
      'the first 100 and how many more',
      () => many(5_000, () => 'sites: []\n'),
      /\nand \d+ more$/,
    ],
    [
      '5 000 syntax errors',
      'the first 100 and how many more',
      () => many(5_000, () => 'a: "\\q"\n'),
      /\nand \d+ more$/,
    ],
    [
      'a text of 5 MB',
      'its length',
      () => `sites: "${'x'.repeat(5_000_000)}"`,
      /found a text of 5000000 characters$/,
    ],
    [
      'a key of 1 MB',
      'its length',
      () => `? ${'x'.repeat(1_000_000)}\n: 1\nsites: []\n`,
      /unknown key of 1000000 characters/,
    ],
    [
      'an option name of 1 MB',
      'its beginning',
      () =>
        `sites:\n${SITE.replace('secret: y', `secret: y, products: [{ id: 1, options: { ? "${'x'.repeat(1_000_000)}" : 5 } }]`)}`,
      /^.{1,300}$/s,
    ],
    [
      '200 000 comments',
      'what is missing',
      () => '# x\n'.repeat(200_000),
      /expected a configuration with sites, found nothing$/,
    ],
  ];
  for (const [injected, shown, text, message] of rows)
    fault('configuration', `the configuration has ${injected}`, `an error with ${shown}`, async () => {
      expect(await messageOf(text())).toMatch(message);
    });
});

test('the name of an option is brought to one line', async () => {
  const text = `sites:\n${SITE.replace('secret: y', 'secret: y, products: [{ id: 1, options: { "a\\n\\e[31mb\\u202e": 5 } }]')}`;
  expect(await messageOf(text)).toMatch(/sites\[0\]\.products\[0\]\.options\.a +\[31mb: expected/);
});

test('a NUL character is no missing variable', async () => {
  const text = `sites:\n${SITE.replace('secret: y', 'secret: "\\0"')}`;
  expect(await messageOf(text)).toBe('ConfigError: c.yaml:2:62: a NUL character, which no value can hold');
});

test.each([
  ['!!str 5', 'accepted'],
  ['! 5', 'accepted'],
  ['!!binary aGk=', 'a value that begins with ! is a tag to YAML'],
  ['!unknown 5', 'a value that begins with ! is a tag to YAML'],
])('a tag that changes nothing is accepted, and any other refused: %s', async (value, message) => {
  expect(await messageOf(`sites:\n${SITE.replace('secret: y', `secret: ${value}`)}`)).toContain(message);
});

describe('a configuration copied from a web page', () => {
  const HINT = 'it has a no-break space or an invisible character: type plain spaces';
  const rows = [
    ['a no-break space after a colon', SITE.replace('name: a', 'name:\u00A0a'), /:2:\d+: .*; it has/],
    ['a no-break space as indentation', `${SITE}\u00A0\u00A0\u00A0\u00A0interval: 60s\n`, /:3:1: .*; it has/],
    [
      'a zero-width space before a key',
      SITE.replace('secret', '\u200Bsecret'),
      /unknown key of 7 .*; it has/,
    ],
    ['an ideographic space in a key', SITE.replace('secret', 'secret\u3000'), /unknown key of 7 .*; it has/],
  ] as const;
  for (const [injected, site, shown] of rows)
    fault('configuration', injected, 'the line, and a hint of odd spaces', async () => {
      const message = await messageOf(`sites:\n${site}`);
      expect(message).toMatch(shown);
      expect(message).toContain(HINT);
    });

  test('may have them in values', async () => {
    expect(await messageOf(`sites:\n${SITE.replace(' }', ', groups: { 3: "VPS\u00A0L" } }')}`)).toBe(
      'accepted',
    );
  });
});
