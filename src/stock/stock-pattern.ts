import { RE2JS } from 're2js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from './stock.js';

/** What a choice's name says of its stock. */
export type ToldName = {
  /** The name without what it says of stock, so that it stays the same as that changes. */
  readonly name: string;
  /** Unlimited where the name says nothing, unknown where what it says is not a number. */
  readonly stock: Stock;
};

/** Reads stock out of names such as `Tokyo (3 left)`. */
export type StockPattern = {
  /** The regular expression. */
  readonly source: string;
  read(name: string): ToldName;
};

/**
 * Makes a pattern of a regular expression in RE2's syntax with one group, around the number. RE2 takes time in proportion to the text, whatever
 * that holds: names are typed by others.
 *
 * @throws {SyntaxError} with what is wrong with it.
 */
export function createStockPattern(source: string): StockPattern {
  const pattern = compile(source);
  if (pattern.groupCount() !== 1) {
    throw new SyntaxError(`it has ${pattern.groupCount()} groups, where one must stand around the number`);
  }
  return {
    source,
    read(name) {
      const match = pattern.matcher(name);
      if (!match.find()) return { name, stock: UNLIMITED };
      const rest = `${name.slice(0, match.start())} ${name.slice(match.end())}`.replace(/\s+/g, ' ').trim();
      const told = match.group(1) ?? '';
      const isWhole =
        /^\d{1,9}$/.test(told) &&
        !ENDS_IN_NUMBER.test(name.slice(0, match.start(1))) &&
        !BEGINS_WITH_NUMBER.test(name.slice(match.end(1)));
      return { name: rest || name, stock: isWhole ? limited(Number(told)) : UNKNOWN };
    },
  };
}

/** Where a group caught only part of a number, such as of `1,234`, `1.5` or `-3`. */
const ENDS_IN_NUMBER = /(?:[\d.,]|\d\s|[-\u2212])$/;
const BEGINS_WITH_NUMBER = /^[.,]?\d/;

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const said = error instanceof Error ? error.message : 'unreadable';
    const why = said.replace(/^error parsing regexp: /, '').replace(/: `[\s\S]*$/, ''); // which may be a variable's
    throw new SyntaxError(why, { cause: error });
  }
}
