import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encode } from 'html-entities';
import { createRedactor } from '../../src/config/redactor.js';
import { fault } from '../support/fault.js';

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

const percent = (byte: number, hex: (code: string) => string) => hex(byte.toString(16).padStart(2, '0'));
const bytes = (text: string) => [...Buffer.from(text, 'utf8')];
const upper = (text: string) => text.toUpperCase();
const lower = (text: string) => text;
const phpUrlencode = (text: string, hex = upper) =>
  bytes(text)
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9._-]/.test(character)) return character;
      return character === ' ' ? '+' : `%${percent(byte, hex)}`;
    })
    .join('');
const units = (text: string, written: (code: number) => string) =>
  Array.from({ length: text.length }, (_, index) => written(text.charCodeAt(index))).join('');
const points = (text: string, written: (code: number) => string) =>
  [...text].map((character) => written(character.codePointAt(0) ?? 0)).join('');
const wrap = (text: string, width: number, end: string) =>
  (text.match(new RegExp(`[^]{1,${width}}`, 'gu')) ?? []).join(end);
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** Every way in which other programs write a secret. */
const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'form-encoded': (secret) => new URLSearchParams({ x: secret }).toString(),
  "by PHP's urlencode": (secret) => phpUrlencode(secret),
  "by PHP's rawurlencode": (secret) => phpUrlencode(secret).replaceAll('+', '%20'),
  'percent-encoded in lower case': (secret) => phpUrlencode(secret, lower),
  'percent-encoded throughout': (secret) =>
    bytes(secret)
      .map((byte) => `%${percent(byte, lower)}`)
      .join(''),
  'by encodeURIComponent': encodeURIComponent,
  'by encodeURI': encodeURI,
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'as a URL query': (secret) => new URL(`https://a.test/?x=${encodeURIComponent(secret)}`).href,
  'HTML-escaped': (secret) => encode(secret),
  'HTML-escaped by all names': (secret) => encode(secret, { mode: 'nonAsciiPrintable', level: 'html5' }),
  'HTML-escaped in decimals': (secret) => points(secret, (code) => `&#${code};`),
  'HTML-escaped in padded decimals': (secret) =>
    points(secret, (code) => `&#${String(code).padStart(4, '0')};`),
  'HTML-escaped in hex': (secret) => points(secret, (code) => `&#x${code.toString(16)};`),
  'HTML-escaped in upper-case hex': (secret) =>
    points(secret, (code) => `&#X${code.toString(16).toUpperCase()};`),
  'HTML-escaped twice': (secret) => encode(encode(secret)),
  'JSON-escaped': (secret) => JSON.stringify(secret),
  "JSON-escaped by PHP's json_encode": (secret) => JSON.stringify(secret).replaceAll('/', '\\/'),
  'JSON-escaped throughout': (secret) => units(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'JSON-escaped in upper-case hex': (secret) =>
    units(secret, (code) => `\\u${code.toString(16).padStart(4, '0').toUpperCase()}`),
  'JSON-escaped twice': (secret) => JSON.stringify(JSON.stringify(secret)),
  'HTML-escaped, then JSON-escaped': (secret) => JSON.stringify(encode(secret)).replaceAll('&', '\\u0026'),
  'HTML-escaped, then percent-encoded': (secret) => encodeURIComponent(encode(secret)),
  'quoted-printable': (secret) =>
    bytes(secret)
      .map((byte) => `=${percent(byte, upper)}`)
      .join(''),
  'in base64': base64,
  'in base64url': (secret) => Buffer.from(secret, 'utf8').toString('base64url'),
  'in base64 after one byte': (secret) => base64(`:${secret}`),
  'in base64 after two bytes': (secret) => base64(`ab${secret}!`),
  'in base64 of a form': (secret) => base64(new URLSearchParams({ secret, more: '1' }).toString()),
  'in base64 of JSON': (secret) => base64(JSON.stringify({ secret, more: '1' })),
  'in base64, percent-encoded': (secret) => encodeURIComponent(base64(secret)),
  'in base64, JSON-escaped by PHP': (secret) => base64(secret).replaceAll('/', '\\/'),
  'in hex': (secret) => Buffer.from(secret, 'utf8').toString('hex'),
  'in upper-case hex': (secret) => Buffer.from(secret, 'utf8').toString('hex').toUpperCase(),
  'wrapped by line feeds': (secret) => wrap(secret, 10, '\n'),
  'wrapped by indented lines': (secret) => wrap(secret, 10, '\r\n    '),
  'wrapped by <br />': (secret) => wrap(secret, 10, '<br />\n'),
  'wrapped, then JSON-escaped': (secret) => JSON.stringify(wrap(secret, 10, '\r\n')),
  'form-encoded, then wrapped': (secret) => wrap(phpUrlencode(secret), 10, '\r\n'),
  'quoted-printable in lines': (secret) => wrap(secret.replaceAll('=', '=3D'), 10, '=\r\n'),
  'in base64 lines': (secret) => wrap(base64(secret), 7, '\r\n'),
  'in base64 lines, JSON-escaped': (secret) => JSON.stringify(wrap(base64(secret), 7, '\r\n')),
};

/** The text that stays where the secret was, whatever stands around it. */
const rest = (text: string) => text.replace(/[\s\S]*<secret>/, '');

describe.each(Object.entries(ENCODINGS))('a secret %s', (name, encoded) => {
  fault('secret', `WHMCS echoes a secret ${name}`, 'a message with <secret> in its place', () => {
    for (const secret of SECRETS) {
      const redacted = createRedactor([secret])(`before ${encoded(secret)} after`);
      expect(redacted).toMatch(/^before .*<secret>/s);
      expect(redacted.endsWith(' after')).toBe(true);
      expect(createRedactor([secret])(redacted)).toBe(redacted);
      // At most the bits that a neighbour shares with the secret, a field's name, or a quote are left.
      expect(redacted.length).toBeLessThan(secret.length + 60);
      expect(rest(redacted).length).toBeLessThan(30);
    }
  });

  test('is found whatever the secret and whatever stands around it', () => {
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
