import { encode } from 'html-entities';

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
export const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
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
  'in upper case': (secret) => secret.replace(/[a-z]/g, upper),
  'in lower case': (secret) => secret.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  'percent-encoded, then in lower case': (secret) => encodeURIComponent(secret).toLowerCase(),
  'escaped byte by byte in a log': (secret) =>
    bytes(secret)
      .map((byte) => `\\x${percent(byte, upper)}`)
      .join(''),
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
  'wrapped by line ends that became spaces': (secret) => wrap(secret, 10, ' '),
  'in base64 lines whose ends became spaces': (secret) => wrap(base64(secret), 5, ' '),
  'wrapped by <br />': (secret) => wrap(secret, 10, '<br />\n'),
  'wrapped, then JSON-escaped': (secret) => JSON.stringify(wrap(secret, 10, '\r\n')),
  'form-encoded, then wrapped': (secret) => wrap(phpUrlencode(secret), 10, '\r\n'),
  'quoted-printable in lines': (secret) => wrap(secret.replaceAll('=', '=3D'), 10, '=\r\n'),
  'in base64 lines': (secret) => wrap(base64(secret), 7, '\r\n'),
  'in base64 lines, JSON-escaped': (secret) => JSON.stringify(wrap(base64(secret), 7, '\r\n')),
};
