import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../src/config/duration.js';
import { parseSize } from '../../src/config/size.js';

test.each([
  ['500ms', 500],
  ['60s', 60_000],
  ['1m30s', 90_000],
  ['5m', 300_000],
  ['1d2h3m4s5ms', 93_784_005],
  ['', undefined],
  ['60', undefined],
  ['s', undefined],
  ['1.5h', undefined],
  ['-5s', undefined],
  ['30s1m', undefined],
  ['5 m', undefined],
])('the duration %j is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  ['1024B', 1024],
  ['512KiB', 524_288],
  ['10MB', 10_000_000],
  ['64MiB', 67_108_864],
  ['64', undefined],
  ['64mb', undefined],
  ['1.5MiB', undefined],
])('the size %j is %s bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test('any whole number with a unit is read exactly', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.constantFrom(['ms', 1], ['s', 1e3], ['m', 6e4], ['h', 3.6e6]),
      (count, [unit, ms]) => {
        expect(parseDuration(`${count}${unit}`)).toBe(count * Number(ms));
      },
    ),
  );
});
