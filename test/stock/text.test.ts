import { expect, test } from '@jest/globals';
import { cleanText, LONGEST_TEXT, limitText, visibleText } from '../../src/stock/text.js';

test.each([
  ['KVM 4 GB', 'KVM 4 GB'],
  ['', ''],
  [' KVM ', 'KVM'],
  ['KVM  4\tGB\r\n', 'KVM 4 GB'],
  ['a\u0000b', 'a b'],
  ['a\u200Bb\u202Ec', 'abc'],
  ['a\uFFF9b', 'ab'],
  ['Cafe\u0301', 'Café'],
  ['a\uD800b', 'a\uFFFDb'],
])('%j is cleaned to %j', (text, expected) => {
  expect(cleanText(text)).toBe(expected);
});

test('a text is decoded before it is cleaned, even one that needs no cleaning', () => {
  expect(cleanText('a&#0;b', () => ' a\u200Bb ')).toBe('ab');
});

test('a long text is cut, and stays different from others', () => {
  const [one, other] = [cleanText(`${'x'.repeat(600)}1`), cleanText(`${'x'.repeat(600)}2`)];
  expect(one).toMatch(/^x{512}…#[0-9a-f]{12}$/);
  expect(one).not.toBe(other);
  expect(limitText(one)).toBe(one);
  expect(cleanText(one)).toBe(one);
  expect(limitText('x'.repeat(LONGEST_TEXT))).toBe('x'.repeat(LONGEST_TEXT));
  expect(limitText(`${'x'.repeat(511)} yz`)).toMatch(/^x{511}…#/);
  expect(limitText(`${'x'.repeat(511)}😀`)).toMatch(/^x{511}…#/);
  expect(limitText(`😀${'x'.repeat(600)}`)).toMatch(/^😀x{510}…#/);
  const huge = cleanText(`${' '.repeat(5000)}x`);
  expect(huge).toMatch(/^…#[0-9a-f]{12}$/);
  expect(cleanText(`${'x'.repeat(5000)}1`)).not.toBe(cleanText(`${'x'.repeat(5000)}2`));
});

test('a visible text keeps its lines and tabs', () => {
  expect(visibleText('a\nb\tc\rd\u001B[31me\u200Bf')).toBe('a\nb\tc d [31mef');
});
