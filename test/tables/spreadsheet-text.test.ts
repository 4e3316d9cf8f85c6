import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { guardText, unguardText } from '../../src/config/limits/spreadsheet-text.js';
import { randomName } from './random-limits.js';

test.each([
  ...[
    '=1+1',
    '+49 30',
    '-1',
    '@home',
    '\t=1',
    '3.10',
    '010',
    '1e3',
    '1E5',
    '.5',
    '1-2',
    '1/2',
    '10:30',
    '12 am',
  ],
  ...[
    '5 May',
    'Jan 2025',
    '50%',
    '$5',
    '5 €',
    '(5)',
    '1,000',
    '1 000',
    '1.000,5',
    '2024-01-01',
    'TRUE',
    'false',
  ],
  ...['1234567890123456', '5月1日', '００７', '½'],
])('%j is guarded', (text) => {
  expect(guardText(text)).toBe(`'${text}`);
});

test.each([
  ...[
    '',
    'Tokyo',
    '64',
    '0',
    '8 GB',
    '2x L4',
    'E5-2620',
    'DDR4',
    '1st',
    '24/7 support',
    '3 Months',
    "'s",
    "it's",
  ],
  ...['v3.10', 'ISO 9001', '5G', 'Location=Tokyo, RAM=64 GB', 'May', 'truest', 'none'],
])('%j is left as it is', (text) => {
  expect(guardText(text)).toBe(text);
});

test('any text is the same after it was guarded and read', () => {
  const text = fc.oneof(
    randomName,
    fc.tuple(fc.constantFrom("'", "''"), randomName).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (name) => {
      expect(unguardText(guardText(name))).toBe(name);
      expect(guardText(name)).toMatch(/^(?![=+\-@\t\r\n])/);
    }),
    { numRuns: 2000 },
  );
});
