import { type Pair, readCombination } from './combination-text.js';
import type { CellProblem } from './place.js';
import type { Column, Row } from './row.js';

/** What a row is about, as it names it. */
export type Subject =
  | { readonly kind: 'product' }
  | { readonly kind: 'choice'; readonly option: string | undefined; readonly choice: string }
  | { readonly kind: 'combination'; readonly pairs: readonly Pair[] };

/** What a row wants changed. What is undefined is left as it is. */
export type Wishes = {
  /** `none` takes the capacity away. */
  readonly capacity: number | 'none' | undefined;
  readonly warning: ThresholdWish;
  readonly critical: ThresholdWish;
};

/** `none` says that there is no threshold, `default` that a farther place may set one. */
export type ThresholdWish = number | 'none' | 'default' | undefined;

/** A row whose form is good. Whether what it names is there is not known yet. */
export type Order = {
  readonly row: Row;
  readonly site: string | undefined;
  readonly product: string;
  readonly subject: Subject;
  readonly wishes: Wishes;
};

/** Told of what is wrong with a row. */
export type TellCell = (column: Column | '', message: string) => void;

const MOST_UNITS = 2 ** 31 - 1;
const NUMBERS = `a whole number from 0 to ${MOST_UNITS}`;

/** Reads rows by their form alone. Of a bad row everything that is wrong is told. */
export function readOrders(rows: readonly Row[]): {
  readonly orders: readonly Order[];
  readonly problems: readonly CellProblem[];
} {
  const problems: CellProblem[] = [];
  const orders = rows.flatMap((row) => {
    const before = problems.length;
    const order = readOrder(row, (column, message) =>
      problems.push({ place: row.locate(column), name: column, message }),
    );
    return problems.length > before || !order ? [] : [order];
  });
  return { orders, problems };
}

function readOrder(row: Row, tell: TellCell): Order | undefined {
  const { cells } = row;
  const product = cells.product?.trim();
  if (product === undefined) tell('product', 'empty; give the id or the name of a product');
  const subject = readSubject(row, tell);
  const wishes: Wishes = {
    capacity: readNumber(cells.capacity, ['none'], 'capacity', tell),
    warning: readNumber(cells.warning, ['none', 'default'], 'warning', tell),
    critical: readNumber(cells.critical, ['none', 'default'], 'critical', tell),
  };
  if (subject?.kind === 'product' && wishes.capacity !== undefined) {
    tell('capacity', "a product's stock is WHMCS's own; capacities are of choices and combinations");
  }
  if (product === undefined || !subject) return undefined;
  return { row, site: cells.site?.trim(), product, subject, wishes };
}

function readSubject({ cells }: Row, tell: TellCell): Subject | undefined {
  const { option, choice, combination } = cells;
  if (combination !== undefined) {
    if (option !== undefined || choice !== undefined)
      tell('combination', 'there is an option or a choice as well; a row is about one thing');
    const pairs = readCombination(combination);
    if (pairs) return { kind: 'combination', pairs };
    tell('combination', 'expected choices by option, such as Location=Tokyo, RAM=64 GB');
    return undefined;
  }
  if (choice !== undefined) return { kind: 'choice', option, choice };
  if (option === undefined) return { kind: 'product' };
  tell('choice', `empty; say which choice of ${JSON.stringify(option)}`);
  return undefined;
}

function readNumber<Word extends string>(
  cell: string | undefined,
  words: readonly Word[],
  column: Column,
  tell: TellCell,
): number | Word | undefined {
  const text = cell?.trim() ?? '';
  if (text === '') return undefined;
  const word = words.find((known) => known === text.toLowerCase());
  if (word !== undefined) return word;
  if (/^\d+$/.test(text) && Number(text) <= MOST_UNITS) return Number(text);
  tell(column, `expected ${[NUMBERS, ...words].join(' or ')}, found ${JSON.stringify(text)}`);
  return undefined;
}
