import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzz } from '../support/fuzz.js';
import { load, oneSite } from './config-folder.js';

const HEAD = 'product,option,choice,combination,capacity,warning,critical\n';
/** A good table, some of whose text is changed. */
const GOOD = [
  HEAD.trim(),
  '1,,,,,5,2',
  '1,Location,Tokyo,,5,3,1',
  '2,Location,Osaka,,none,default,',
  '3,,,"RAM=64 GB, Location=Tokyo",4,,',
  "4,Größe,'=A1,,10,,0",
].join('\n');
const SIGNS = [
  ...[',', '"', '""', '\n', '\r', '\r\n', ';', '\t', "'", '=', '|', '\\', ' ', '\0', '\uFEFF', '__proto__'],
  ...[
    'none',
    'default',
    '1',
    '-1',
    '1e3',
    '0x1',
    '2147483648',
    'Tokyo',
    'RAM=64 GB',
    '1,Location,Tokyo,,5,3,1\n',
  ],
];

/** The bytes of a table as a text of latin1, so that the corpus can hold them. */
const tables = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc
    .array(fc.oneof(fc.constantFrom(...SIGNS), fc.string({ unit: 'binary' })), { maxLength: 40 })
    .map((parts) => Buffer.from(HEAD + parts.join('')).toString('latin1')),
  fc
    .array(fc.tuple(fc.nat(GOOD.length), fc.nat(3), fc.constantFrom(...SIGNS)), { maxLength: 2 })
    .map((edits) =>
      edits.reduce((now, [at, cut, added]) => now.slice(0, at) + added + now.slice(at + cut), GOOD),
    )
    .map((text) => Buffer.from(text).toString('latin1')),
);

test('a table of any bytes is refused with its place, or read', async () => {
  await fuzz(
    'table',
    tables,
    async (text) => {
      const { problems } = await load(oneSite('limits: stock.csv'), {
        'stock.csv': Buffer.from(text, 'latin1'),
      });
      for (const problem of problems)
        expect(problem).toMatch(/^(?:stock\.csv:\d+: .{1,2000}|and \d+ more)$/u);
      return problems.length === 0 ? 'used' : 'refused';
    },
    { runs: 300, leastUsed: 0.1 },
  );
});
