import { RE2JS } from 're2js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from './stock.js';

/** The name of a choice, split into name and stock. */
export type ParsedName = {
  /** The name without the stock, so that it does not change with the stock. */
  readonly name: string;
  /** Unlimited if the name has no stock, unknown if it is not a number. */
  readonly stock: Stock;
};

/** Reads stock out of names such as `Tokyo (3 left)`. */
export type StockPattern = {
  /** The regular expression. */
  readonly source: string;
  read(name: string): ParsedName;
};

/**
 * Creates a pattern from a regular expression in RE2 syntax with one group around the number. RE2 takes
 * linear time for every text, which matters because others type the names.
 *
 * @throws {SyntaxError} if the expression is invalid.
 */
export function createStockPattern(source: string): StockPattern {
  const pattern = compile(source);
  if (pattern.groupCount() !== 1) {
    throw new SyntaxError(`it has ${pattern.groupCount()} groups, expected one, around the number`);
  }
  return {
    source,
    read(name) {
      const match = pattern.matcher(name);
      if (!match.find()) return { name, stock: UNLIMITED };
      const rest = `${name.slice(0, match.start())} ${name.slice(match.end())}`.replace(/\s+/g, ' ').trim();
      const digits = match.group(1) ?? '';
      const isWhole =
        /^\d{1,9}$/.test(digits) &&
        !ENDS_IN_NUMBER.test(name.slice(0, match.start(1))) &&
        !BEGINS_WITH_NUMBER.test(name.slice(match.end(1)));
      return { name: rest || name, stock: isWhole ? limited(Number(digits)) : UNKNOWN };
    },
  };
}

/** Matches if the group caught only part of a number, such as `1,234`, `1.5` or `-3`. */
const ENDS_IN_NUMBER = /(?:[\d.,]|\d\s|[-\u2212])$/;
const BEGINS_WITH_NUMBER = /^[.,]?\d/;

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const said = error instanceof Error ? error.message : 'unreadable';
    // The part that it quotes may contain the value of a variable.
    const why = said.replace(/^error parsing regexp: /, '').replace(/: `[\s\S]*/, '');
    throw new SyntaxError(why, { cause: error });
  }
}
