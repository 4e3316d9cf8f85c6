import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { parseConfig } from '../../src/config/load.js';
import { COMPLETE_CONFIG as COMPLETE } from '../support/complete-config.js';
import { fault } from '../support/fault.js';

/** Each has `marker` in it, so that any part that is shown is noticed. */
const SECRETS = [
  'marker-5ecret-Value',
  'k7markerK7markerK7markerK7marker',
  'markerOf: a #pass "phrase"',
  'first marker line\nsecond marker line',
  '$${marker} %41marker',
  '*marker',
  'marker.with/slash and space',
];

/** Keys of these maps are names of options and choices: any text is one. */
const NAMES = /(^|\.)(options(\.[^.]+)?|choices|when)$/;

/** Every way to put a secret in the place of what a value holds, and of its keys. */
function* mutations(value: unknown, secret: string, path = ''): Generator<unknown> {
  yield secret;
  yield [secret];
  if (!NAMES.test(path)) yield* [{ [secret]: null }, { [secret]: secret }, { secret: { [secret]: secret } }];
  if (Array.isArray(value)) {
    yield [...value, secret];
    yield [...value, { [secret]: 1 }];
    for (const [index, element] of value.entries())
      for (const changed of mutations(element, secret, `${path}.${index}`)) yield value.with(index, changed);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const others = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
      if (!NAMES.test(path)) yield { ...others, [secret]: inner };
      for (const changed of mutations(inner, secret, `${path}.${key}`)) yield { ...value, [key]: changed };
    }
  }
}

const messageOf = async (text: string): Promise<string> =>
  parseConfig(text, { WHMCS_KEY: 'marker-of-a-variable' }, 'c.yaml').then(
    () => '',
    (error) => String(error),
  );

describe('a secret in the wrong place', () => {
  fault(
    'secret',
    'a secret stands in place of any value or key',
    'errors with its kind and length only',
    async () => {
      let refused = 0;
      for (const [index, secret] of SECRETS.entries()) {
        for (const [turn, config] of [...mutations(COMPLETE, secret)].entries()) {
          if (turn % SECRETS.length !== index) continue; // each secret takes its share of the places
          const message = await messageOf(stringify(config));
          if (message !== '') refused += 1;
          if (/marker|phrase/.test(message)) throw new Error(`${message}\n${stringify(config)}`);
        }
      }
      expect(refused).toBeGreaterThan(300);
    },
  );

  const site = (line: string) =>
    `sites:\n  - name: main\n    url: https://shop.test/\n    identifier: x\n    ${line}\n`;
  test.each([
    ['an alias', site('secret: *marker')],
    ['an anchor', site('secret: &marker')],
    ['an anchor and an alias in itself', site('groups: &marker { 1: *marker }')],
    ['a tag', site('secret: !marker text')],
    ['a directive', '%marker 1.2\n---\nsites: []\n'],
    ['a comment', site('secret: #marker')],
    ['a text with a colon', site('secret: marker: more')],
    ['a text that begins with @', site('secret: @marker')],
    ['a text that begins with a backtick', site('secret: `marker')],
    ['a text that begins with %', site('secret: %marker')],
    ['a quote that is not closed', site("secret: 'marker")],
    ['a text after a quote', site('secret: "a"marker')],
    ['a bad escape', site('secret: "\\qmarker"')],
    ['a key without a value', site('marker-5ecret')],
    ['a flow map that is not closed', site('secret: {marker')],
    ['the path of a table', site('secret: x\n    limits: marker-5ecret')],
    ['the path of a table in a list', site('secret: x\n    limits: [marker-5ecret]')],
    ['a merge key', site('<<: marker-5ecret')],
    ['a key that is a list', site('[marker]: x')],
    ['a key that stands twice', site('marker-5: x\n    marker-5: x')],
    ['a key in a list of sites', 'sites:\n  - marker-5ecret:\n'],
    ['a text in a list of sites', 'sites:\n  - marker-5ecret\n'],
    ['a variable that is not set', site('secret: ab${markerX}cd')],
    ['a variable with a default in the wrong place', site('interval: ${UNSET:-marker}')],
    ['text around a variable in the wrong place', site('interval: marker-${WHMCS_KEY}-marker')],
    ['a variable in the wrong place', site('interval: ${WHMCS_KEY}')],
    ['a variable that is not closed', site('secret: "${marker"')],
    ['a scheme of an address', site('secret: x').replace('https://shop.test/', 'marker:5ecret')],
    ['the user of an address', site('secret: x').replace('shop.test', 'marker:marker@shop.test')],
    ['the query of an address', site('secret: x').replace('shop.test/', 'shop.test/?marker=1')],
    ['binary data', site('interval: !!binary bWFya2Vy')],
    ['a file of variables', 'WHMCS_API_IDENTIFIER=marker\nWHMCS_API_SECRET=marker5ecret\n'],
    ['a file of exported variables', 'export A=marker\nexport B="mar#ker"\n# marker\n'],
    ['a file of one secret', 'marker5ecretValue\n'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nmarkermarkermarker\n-----END PRIVATE KEY-----\n'],
    ['JSON', '{"Marker": "marker", "sites": "marker"}'],
    ['INI', '[marker]\nmarker = marker\n'],
    ['PHP', '<?php $cc_encryption_hash = "marker"; // marker\n'],
  ])('is not shown as %s', async (_, text) => {
    const message = await messageOf(text);
    expect(message).toMatch(/^ConfigError: c\.yaml:\d+:\d+: /);
    expect(message).not.toMatch(/marker/i);
  });

  test.each([
    ['identifier', 12345678],
    ['secret', 12345678],
    ['access_key', 12345678],
    ['proxy', 12345678],
    ['name', 1234567890123],
    ['interval', 1234567890123],
  ])('is not shown as a number for %s', async (key, number) => {
    const message = await messageOf(stringify({ sites: [{ ...COMPLETE.sites[0], [key]: number }] }));
    expect(message).toContain('found a number');
    expect(message).not.toContain('1234567');
  });
});
