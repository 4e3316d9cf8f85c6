import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { limited, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { createStockPattern } from '../../src/stock/stock-pattern.js';

const LEFT = '\\((\\d+) left\\)';
const read = (source: string, name: string) => createStockPattern(source).read(name);

describe('a stock pattern', () => {
  test.each([
    ['\\d+ left', 'it has 0 groups, expected one, around the number'],
    ['(\\d+) (left)', 'it has 2 groups, expected one, around the number'],
    ['(?:\\d+) left', 'it has 0 groups, expected one, around the number'],
    ['', 'it has 0 groups, expected one, around the number'],
    ['(\\d+', 'missing closing )'],
    ['two words\n (\\d+', 'missing closing )'],
    ['([0-9+)', 'missing closing ]'],
    ['*(a)', 'missing argument to repetition operator'],
    ['(?=left)(\\d+)', 'invalid or unsupported Perl syntax'],
    ['(a)\\1', 'invalid escape sequence'],
  ])('%j is refused with what is wrong with it', (source, message) => {
    const making = () => createStockPattern(source);
    expect(making).toThrow(SyntaxError);
    expect(making).toThrow(expect.objectContaining({ message }));
  });

  test.each([
    [LEFT, 'Tokyo (3 left)', 'Tokyo', limited(3)],
    [LEFT, 'Tokyo (0 left)', 'Tokyo', limited(0)],
    [LEFT, 'Tokyo (007 left)', 'Tokyo', limited(7)],
    [LEFT, 'Tokyo (3 left), Japan', 'Tokyo , Japan', limited(3)],
    [LEFT, '(3 left)   Tokyo', 'Tokyo', limited(3)],
    [LEFT, 'tyo1|Tokyo (3 left)', 'tyo1|Tokyo', limited(3)],
    [LEFT, 'Tokyo (3 left) (5 left)', 'Tokyo (5 left)', limited(3)],
    [LEFT, 'Tokyo', 'Tokyo', UNLIMITED],
    [LEFT, 'Tokyo (none left)', 'Tokyo (none left)', UNLIMITED],
    [LEFT, '(3 left)', '(3 left)', limited(3)],
    [LEFT, 'Tokyo (999999999 left)', 'Tokyo', limited(999_999_999)],
    [LEFT, 'Tokyo (1000000000 left)', 'Tokyo', UNKNOWN],
    ['\\((.*) left\\)', 'Tokyo (-2 left)', 'Tokyo', UNKNOWN],
    ['\\((.*) left\\)', 'Tokyo (1.5 left)', 'Tokyo', UNKNOWN],
    ['\\((\\d*) left\\)', 'Tokyo ( left)', 'Tokyo', UNKNOWN],
    ['sold out|(\\d+) left', 'Tokyo sold out', 'Tokyo', UNKNOWN],
    ['(\\d+) left', 'Tokyo 1,234 left', 'Tokyo 1,', UNKNOWN],
    ['(\\d+) left', 'Tokyo 1 234 left', 'Tokyo 1', UNKNOWN],
    ['(\\d+) left', 'Tokyo -3 left', 'Tokyo -', UNKNOWN],
    ['(\\d+) left', 'Tokyo 1.5 left', 'Tokyo 1.', UNKNOWN],
    ['left: (\\d+)', 'Tokyo left: 1.5', 'Tokyo .5', UNKNOWN],
    ['(?i)(\\d+) LEFT', 'Tokyo 3 left', 'Tokyo', limited(3)],
  ])('%j reads %j as %j', (source, text, name, stock) => {
    expect(read(source, text)).toEqual({ name, stock });
  });

  test('that is invalid keeps the error of the engine as the cause', () => {
    expect(() => createStockPattern('(')).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
  });

  test('keeps the text that it was made of', () => {
    expect(createStockPattern(LEFT).source).toBe(LEFT);
  });

  test('leaves a name as it is while its number changes', () => {
    const pattern = createStockPattern(LEFT);
    const around = fc.string().filter((text) => !text.includes('('));
    fc.assert(
      fc.property(around, around, fc.nat(999_999_999), fc.nat(999_999_999), (before, after, one, two) => {
        const [a, b] = [one, two].map((number) => pattern.read(`x${before}(${number} left)${after}`));
        expect(a?.name).toBe(b?.name);
        expect([a?.stock, b?.stock]).toEqual([limited(one), limited(two)]);
      }),
    );
  });

  test.each([
    ['(?:a+)+(\\d+)$', 'a'.repeat(100_000)],
    ['(?:a|a)*(\\d+)$', `${'a'.repeat(100_000)}!`],
    ['(?:.*){20}(\\d+)x$', '1'.repeat(5_000)],
  ])('%j finds no stock in a name that a backtracking engine would never end with', (source, name) => {
    const pattern = createStockPattern(source);
    expect(pattern.read(name)).toEqual({ name, stock: UNLIMITED });
  });
});
