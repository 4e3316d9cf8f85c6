import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';

const load = async (text: string) => (await parseConfig(text, { S: 'from-variable' }, 'c.yaml')).sites;

const BASE = `sites:
  - &base
    name: one
    url: https://one.test/
    identifier: x
    secret: \${S}
    interval: 2m
    thresholds: { warning: 5, critical: 1 }
`;

describe('a merge key', () => {
  test('takes what the map does not set itself, wherever it stands', async () => {
    const sites = await load(`${BASE}
  - <<: *base
    name: two
  - name: three
    interval: 3m
    <<: *base
`);
    expect(sites.map(({ name, intervalMs }) => [name, intervalMs])).toEqual([
      ['one', 120_000],
      ['two', 120_000],
      ['three', 180_000],
    ]);
    expect(sites.map(({ secret }) => secret.reveal())).toEqual(Array(3).fill('from-variable'));
  });

  test('takes a list of maps, the earlier before the later', async () => {
    const [, two, three] = await load(`${BASE}
  - <<: [{ name: two, interval: 5m }, *base]
  - <<: &both [*base, { timeout: 7s }]
    name: three
`);
    expect(two).toMatchObject({ name: 'two', intervalMs: 300_000 });
    expect(three).toMatchObject({ name: 'three', intervalMs: 120_000, timeoutMs: 7_000 });
  });

  test('does not merge what is inside the values', async () => {
    const [, two] = await load(`${BASE}
  - <<: *base
    name: two
    thresholds: { warning: 9 }
`);
    expect(two?.thresholds.site).toEqual({ warning: 9 });
  });

  test('merges what a map merged itself', async () => {
    const [, two, three] = await load(`${BASE}
  - &second
    <<: *base
    name: two
    timeout: 4s
  - <<: *second
    name: three
`);
    expect(two).toMatchObject({ timeoutMs: 4_000, intervalMs: 120_000 });
    expect(three).toMatchObject({ name: 'three', timeoutMs: 4_000, intervalMs: 120_000 });
  });

  test('is an ordinary key in quotes', async () => {
    await expect(load(`${BASE}\n  - "<<": *base\n    name: two\n`)).rejects.toThrow('sites[1]: unknown key');
  });

  test.each([
    [
      'an error in what is merged stands where it is written',
      'interval: 2m',
      'interval: 2',
      'c.yaml:7:15: sites[1].interval: expected a duration',
    ],
    [
      'a key that is not known stands where it is written',
      'interval: 2m',
      'intervall: 2m',
      'c.yaml:7:5: sites[1]: unknown key "intervall"',
    ],
    ['a missing variable is reported once', '${S}', '${T}', 'c.yaml:6:13: the variable T is not set'],
  ])('%s', async (_, right, wrong, message) => {
    const text = `${BASE}\n  - <<: *base\n    name: two\n`.replace(right, wrong);
    await expect(load(text)).rejects.toThrow(message);
    await expect(load(text)).rejects.toThrow(/^(.*\n?){1,2}$/);
  });

  test.each([
    ['a text', '<<: base', 'c.yaml:10:5: << takes a map or a list of maps'],
    ['a list of texts', '<<: [base]', 'c.yaml:10:5: << takes a map or a list of maps'],
    ['nothing', '<<:', 'c.yaml:10:5: << takes a map or a list of maps'],
    ['an alias without an anchor', '<<: *bass', 'c.yaml:10:9: a value that begins with * is an alias'],
    ['itself', '&self\n    <<: *self', 'c.yaml:11:9: an alias to the value that it is part of'],
    ['a second one', '<<: *base\n    <<: { name: two }', 'c.yaml:11:5: a second <<; write one with a list'],
    [
      'the same key twice beside it',
      '<<: *base\n    name: two\n    name: three',
      'c.yaml:12:5: this key is set above already',
    ],
  ])('is refused with %s', async (_, lines, message) => {
    await expect(load(`${BASE}\n  - ${lines}\n`)).rejects.toThrow(message);
  });
});

test('an alias may stand any number of times', async () => {
  const sites = Array.from(
    { length: 300 },
    (_, index) => `  - <<: *base\n    name: s${index}\n    thresholds: *levels\n`,
  );
  const text = `${BASE.replace('thresholds:', 'thresholds: &levels')}${sites.join('')}`;
  expect((await load(text)).at(-1)?.thresholds.site).toEqual({ warning: 5, critical: 1 });
});
