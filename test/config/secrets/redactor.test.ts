import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../../src/config/secrets/redactor.js';
import { ENCODINGS } from '../../support/encodings.js';
import { fault } from '../../support/fault.js';

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** Secrets that together hold every printable ASCII character, and some that are not ASCII. */
const SECRETS = [
  PRINTABLE,
  [...PRINTABLE].toReversed().join(''),
  '<a href="x">&amp;%41+/=\\u0041</a>',
  'p@ss:w0rd/ with spaces + plus',
  'Grüße, 東京 – 🔑 schlüssel',
  'qK7hT2mN9xR4vB8wZ1cF6yL3pD5sG0jA',
  '~!@#',
];

/** The text that stays where the secret was, whatever stands around it. */
const rest = (text: string) => text.replace(/[\s\S]*<secret>/, '');

describe.each(Object.entries(ENCODINGS))('a secret %s', (name, encoded) => {
  fault('secret', `WHMCS echoes a secret ${name}`, 'a message with <secret> in its place', () => {
    for (const secret of SECRETS) {
      const redacted = createRedactor([secret])(`before ${encoded(secret)} after`);
      expect(redacted).toMatch(/^before ?.*<secret>.* ?after$/s); // a secret may begin or end with a space
      expect(createRedactor([secret])(redacted)).toBe(redacted);
      // At most the bits that a neighbour shares with the secret, a field's name, or a quote are left.
      expect(redacted.length).toBeLessThan(secret.length + 60);
      expect(rest(redacted).length).toBeLessThan(30);
    }
  });

  test('is found for any secret in any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 6, maxLength: 40 }),
        fc.string({ maxLength: 8 }),
        fc.string({ maxLength: 8 }),
        (secret, before, after) => {
          fc.pre(!/^\d{1,7}$/.test(secret));
          const text = `${before}${encoded(secret)}${after}`;
          const redacted = createRedactor([secret])(text);
          expect(redacted).toContain('<secret>');
          expect(redacted).not.toContain(secret);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a part of a secret', () => {
  const secret = 'qK7hT2mN9xR4vB8wZ1cF6yL3pD5sG0jA';
  const redact = createRedactor([secret]);

  fault(
    'secret',
    'an answer is cut in the middle of a secret',
    'a message without the beginning of it',
    () => {
      for (let length = 4; length <= secret.length; length += 1) {
        expect(redact(`Invalid credential ${secret.slice(0, length)}`)).toBe('Invalid credential <secret>');
        expect(redact(`Invalid credential ${secret.slice(0, length)}...`)).toBe(
          'Invalid credential <secret>...',
        );
      }
      const escaped = encodeURIComponent('correct/horse/battery');
      for (let length = 4; length <= escaped.length; length += 1)
        expect(createRedactor(['correct/horse/battery'])(`at ${escaped.slice(0, length)}`)).toBe(
          'at <secret>',
        );
    },
  );

  fault('secret', 'WHMCS shows half of a secret', 'a message with <secret> in place of the half', () => {
    expect(redact(`"${secret.slice(0, 16)}" is not valid`)).toBe('"<secret>" is not valid');
    expect(redact(`"${secret.slice(-16)}" is not valid`)).toBe('"<secret>" is not valid');
  });
});

describe('a short secret', () => {
  test('is redacted where it stands as a value, and leaves words alone', () => {
    const redact = createRedactor(['a', 'on!', '2024']);
    expect(redact('a call on 2024-05-01 failed, and on! it goes')).toBe(
      'a call on 2024-05-01 failed, and on! it goes',
    );
    expect(redact('{"took":2024,"message":"a or on!"}')).toBe('{"took":2024,"message":"a or on!"}');
    expect(redact('secret=a&x=\'on!\' "2024" key=on%21&')).toBe(
      'secret=<secret>&x=\'<secret>\' "<secret>" key=<secret>&',
    );
  });
});

test('a redacted text stays as it is, even where a secret is part of the mark', () => {
  const redact = createRedactor(['secret', 'other-value']);
  const once = redact('my secret is other-value');
  expect(once).toBe('my <secret> is <secret>');
  expect(redact(once)).toBe(once);
});

test('without secrets, or where none occurs, a text stays as it is', () => {
  expect(createRedactor([])('x=1&y=%21')).toBe('x=1&y=%21');
  expect(createRedactor([''])('""')).toBe('""');
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(createRedactor(['qK7hT2mN9xR4vB8wZ1cF6yL3pD5sG0jA'])(text)).toBe(text);
    }),
  );
});

for (const [written, noise] of [
  ['backslashes, as JSON within JSON has them', '\\'.repeat(10_000)],
  ['half escapes of URLs', '%2'.repeat(5_000)],
  ['half entities', '&amp;#'.repeat(2_000)],
] as const) {
  fault('secret', `a secret behind thousands of ${written}`, '<secret> in its place', () => {
    const redacted = createRedactor(['qK7hT2mN9xR4vB8w'])(`${noise} qK7hT2mN9xR4vB8w`);
    expect(redacted).toBe(`${noise} <secret>`);
  });
}
