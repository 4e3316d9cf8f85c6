import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { fault } from '../support/fault.js';
import { writeConfig } from '../support/run-cli.js';

const load = (keys: string, env: Record<string, string> = {}) =>
  parseConfig(`sites:\n  - { name: a, url: "https://a.test", ${keys} }\n`, env, 'c.yaml');
const warningsOf = async (keys: string, env: Record<string, string> = {}) =>
  (await load(keys, env)).sites[0]?.warnings;

const SENT = 'sent as a part of it';

describe('a secret that is probably a mistake', () => {
  fault(
    'secret',
    'docker --env-file keeps the quotes around a secret',
    'a warning that names the variable',
    async () => {
      const env = { WHMCS_SECRET: '"marker-secret"', WHMCS_ID: "'marker-id'" };
      const warnings = await warningsOf('identifier: "${WHMCS_ID}", secret: "${WHMCS_SECRET}"', env);
      expect(warnings).toEqual([
        `c.yaml:2:51: sites[0].identifier: the value of \${WHMCS_ID} is in quotes, which are ${SENT}; docker's --env-file keeps quotes, so remove them`,
        `c.yaml:2:74: sites[0].secret: the value of \${WHMCS_SECRET} is in quotes, which are ${SENT}; docker's --env-file keeps quotes, so remove them`,
      ]);
      expect((await load('identifier: x, secret: "${WHMCS_SECRET}"', env)).sites[0]?.secret.reveal()).toBe(
        '"marker-secret"',
      );
    },
  );

  test.each<[string, string, string]>([
    ['a carriage return at its end', 'marker\r', `begins or ends with white space, which is ${SENT}`],
    ['a space before it', ' marker', `begins or ends with white space, which is ${SENT}`],
    ['two lines', 'marker\nmarker', `has several lines, which are ${SENT}`],
    ['a no-break space at its end', 'marker\u00A0', `begins or ends with white space, which is ${SENT}`],
  ])('causes a warning with %s', async (_, secret, words) => {
    const [warning] = (await warningsOf('identifier: x, secret: "${S}"', { S: secret })) ?? [];
    expect(warning).toBe(`c.yaml:2:62: sites[0].secret: the value of \${S} ${words}`);
  });

  for (const [injected, secret] of [
    ['a zero-width space before it', '\u200Bmarker'],
    ['a word joiner in it', 'mar\u2060ker'],
    ['a color code of a terminal around it', '\u001B[1mmarker\u001B[0m'],
    ['a tab in it', 'mar\tker'],
    ['only a zero-width space', '\u200B'],
  ] as const)
    fault('configuration', `a secret with ${injected}`, 'a warning of invisible characters', async () => {
      const [warning] = (await warningsOf('identifier: x, secret: "${S}"', { S: secret })) ?? [];
      expect(warning).toBe(
        `c.yaml:2:62: sites[0].secret: the value of \${S} has control or invisible characters, which are ${SENT}`,
      );
    });

  for (const quoted of ['“marker”', '„marker“', '‘marker’', '«marker»', '`marker`'])
    fault('configuration', `a secret in the quotes of ${quoted}`, 'a warning of its quotes', async () => {
      const [warning] = (await warningsOf('identifier: x, secret: "${S}"', { S: quoted })) ?? [];
      expect(warning).toContain(`the value of \${S} is in quotes, which are ${SENT}`);
    });

  fault(
    'configuration',
    'a secret is $NAME without braces',
    'a warning that says to write ${NAME}',
    async () => {
      const words = 'has the form $NAME, which is sent as it is; write ${NAME} for the value of a variable';
      expect(await warningsOf('identifier: $MARKER_ID, secret: "$MARKER_SECRET_2"')).toEqual([
        `c.yaml:2:51: sites[0].identifier: a text with $ ${words}`,
        `c.yaml:2:71: sites[0].secret: a text with $ ${words}`,
      ]);
      const [inVariable] = (await warningsOf('identifier: x, secret: "${S}"', { S: '$MARKER' })) ?? [];
      expect(inVariable).toBe(`c.yaml:2:62: sites[0].secret: the value of \${S} ${words}`);
    },
  );

  test('causes a warning in a file, and in the configuration', async () => {
    const path = await writeConfig('"marker-secret"\n');
    const [inFile] = (await warningsOf(`identifier: x, secret_file: "${path}"`)) ?? [];
    expect(inFile).toMatch(/sites\[0\]\.secret_file: the text of the file is in quotes, which are sent/);
    const [written] = (await warningsOf(`identifier: x, secret: "'marker'"`)) ?? [];
    expect(written).toMatch(/sites\[0\]\.secret: a text of 8 characters is in quotes, which are sent/);
  });

  test.each([
    'marker',
    `it's "marker"`,
    `"marker`,
    'two words',
    'é"',
    '$marker',
    'MARKER$',
    '$MARKER-2',
    '$1MARKER',
    '$',
  ])('is not %j', async (secret) => {
    expect(await warningsOf('identifier: x, secret: "${S}"', { S: secret })).toEqual([]);
  });

  test('is refused if it is as long as a file', async () => {
    const loading = load('identifier: x, secret: "${S}"', { S: 'marker'.repeat(1_000) });
    await expect(loading).rejects.toThrow(
      'sites[0].secret: the value of ${S} is longer than 4096 characters',
    );
  });
});

test.each([
  [
    'an address',
    'url',
    'expected an address such as https://billing.example.com/, without the quotes around it',
  ],
  ['a duration', 'interval', 'expected a duration such as 60s or 5m, found the value of ${V} in quotes'],
])('quotes around %s are named', async (_, key, words) => {
  const text = `sites:\n  - { name: a, ${key === 'url' ? '' : 'url: "https://a.test", '}identifier: x, secret: y, ${key}: "\${V}" }\n`;
  await expect(parseConfig(text, { V: '"https://a.test"' }, 'c.yaml')).rejects.toThrow(words);
});
