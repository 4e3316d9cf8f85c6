import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_TEXT, limitText } from '../../src/stock/text.js';
import { plainText, readNames } from '../../src/whmcs/plain-text.js';

const HASH = /…#[0-9a-f]{12}$/;

describe('a text from outside', () => {
  test.each([
    ['R&amp;D &quot;lab&quot;', 'R&D "lab"'],
    ['  New\t York\r\n', 'New York'],
    ['a\u0000b\u001b[31mc\u0085d\u2028e', 'a b [31mc d e'],
    ['\ud83d\ude00 \ud83d \ude00', '\ud83d\ude00 \ufffd \ufffd'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['', ''],
    ['\u200b \u00ad', ''],
  ])('%j is read as %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  test.each([7, 0, -1.5])('%d is read as text', (number) => {
    expect(plainText(number)).toBe(String(number));
  });

  test.each([[undefined], [null], [true], [[]], [{}]])('%j is read as the empty text', (value) => {
    expect(plainText(value)).toBe('');
  });

  const invisible = [
    '\u200b \u200c \u200d \u2060 \ufeff', // zero width
    '\u202a \u202b \u202c \u202d \u202e \u2066 \u2067 \u2068 \u2069 \u200e \u200f \u061c', // bidirectional
    '\u00ad \u034f \u115f \u1160 \u17b4 \u180e \u3164 \uffa0', // soft hyphen, joiners, fillers
    '\ufe0f \u{e0100} \u{e0001} \u{e0041} \ufff9 \ufffb', // variation selectors, tags, annotations
    '&shy; &#8203; &zwnj; &zwj; &lrm; &rlm; &#x202E;',
  ].flatMap((characters) => characters.split(' '));
  test.each(invisible)('loses the invisible %j', (character) => {
    expect(plainText(`KVM${character} 2 GB${character}`)).toBe('KVM 2 GB');
  });

  test('cannot hide an invisible character in the halves of another', () => {
    expect(plainText('a\udb40\u200b\udc01b')).toBe('a\ufffd\ufffdb');
  });

  test(`of ${LONGEST_TEXT} characters is kept whole`, () => {
    expect(plainText('x'.repeat(LONGEST_TEXT))).toBe('x'.repeat(LONGEST_TEXT));
    expect(plainText('é'.repeat(LONGEST_TEXT))).toBe('é'.repeat(LONGEST_TEXT));
    expect(plainText('&amp;'.repeat(LONGEST_TEXT))).toBe('&'.repeat(LONGEST_TEXT));
  });

  test.each([
    ['one character more', 'x'.repeat(LONGEST_TEXT)],
    ['a million characters', 'x'.repeat(1_000_000)],
    ['characters of four bytes', '\ud83d\ude00'.repeat(LONGEST_TEXT)],
    ['characters of four bytes out of step', `x${'\ud83d\ude00'.repeat(LONGEST_TEXT)}`],
    ['entities', '&lt;'.repeat(200_000)],
    ['blanks', `a${' '.repeat(1_000_000)}`],
    ['invisible characters', '\u200b'.repeat(1_000_000)],
    ['characters that are composed of many', '\u0958'.repeat(LONGEST_TEXT)],
  ])('of %s is cut, and its hash keeps it apart from others', (_, start) => {
    const [one, other] = [plainText(`${start}1`), plainText(`${start}2`)];
    expect(one).toMatch(HASH);
    expect(one.length).toBeLessThanOrEqual(LONGEST_TEXT + 14);
    expect(one).not.toBe(other);
    expect(one).not.toMatch(/\p{Surrogate}/u);
  });

  test('that is cut has the same hash however it is spaced', () => {
    const words = 'word '.repeat(200);
    expect(plainText(words)).toBe(plainText(` ${words.replaceAll(' ', '\u200b  ')}`));
  });

  test('that was read once is not changed by another reading, nor by another cut', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((some) => !some.includes('&'));
    fc.assert(
      fc.property(text, fc.constantFrom(1, 40, 300), (some, times) => {
        const plain = plainText(some.repeat(times));
        expect(plainText(plain)).toBe(plain);
        expect(limitText(plain)).toBe(plain);
      }),
    );
  });
});

describe('a name', () => {
  test.each<[string, string, readonly string[]]>([
    ['Tokyo', 'Tokyo', []],
    ['tyo1|Tokyo', 'Tokyo', ['tyo1|Tokyo', 'tyo1']],
    ['tyo1 | Tokyo', 'Tokyo', ['tyo1 | Tokyo', 'tyo1']],
    ['tyo1|', 'tyo1', ['tyo1|', 'tyo1']],
    ['|Tokyo', 'Tokyo', ['|Tokyo']],
    ['a|b|c', 'b|c', ['a|b|c', 'a']],
    ['|', '|', ['|']],
  ])('typed as %j is shown as %j', (text, name, aliases) => {
    expect(readNames(text)).toEqual({ name, aliases });
  });
});
