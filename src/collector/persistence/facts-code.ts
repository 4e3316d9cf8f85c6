import type { SourceName, Visibility } from '../../stock/catalogue.js';
import type { ProductRecord, Stated } from '../../stock/facts.js';

/** What was stated of a product as JSON. */
export type FactsCode = readonly [
  stockControl: StatedCode<boolean> | null,
  visibility: StatedCode<Visibility> | null,
  quantity: StatedCode<number> | null,
  isSeenInStock: 0 | 1,
  missedNumber: number,
  optionsMissed: number,
  /** How many ms before the reading it was listed. */
  listedAge: number | null,
  missedListing: number,
];

/** @param age how many ms before the reading it was stated. */
type StatedCode<T> = readonly [value: T, source: SourceName, age: number];

/** @param at time of the reading. */
export const encodeFacts = (facts: ProductRecord, at: number): FactsCode => [
  encodeStated(facts.stockControl, at),
  encodeStated(facts.visibility, at),
  encodeStated(facts.quantity, at),
  facts.isSeenInStock ? 1 : 0,
  facts.missedNumber ?? 0,
  facts.optionsMissed ?? 0,
  facts.listedAt === undefined ? null : at - facts.listedAt,
  facts.missedListing ?? 0,
];

export const decodeFacts = (code: FactsCode, at: number): ProductRecord => ({
  stockControl: decodeStated(code[0], at),
  visibility: decodeStated(code[1], at),
  quantity: decodeStated(code[2], at),
  isSeenInStock: code[3] === 1 || undefined,
  missedNumber: code[4] || undefined,
  optionsMissed: code[5] || undefined,
  listedAt: code[6] === null ? undefined : at - code[6],
  missedListing: code[7] || undefined,
});

const encodeStated = <T>(stated: Stated<T> | undefined, at: number): StatedCode<T> | null =>
  stated ? [stated.value, stated.source, at - stated.at] : null;

const decodeStated = <T>(code: StatedCode<T> | null, at: number): Stated<T> | undefined =>
  code ? { value: code[0], source: code[1], at: at - code[2] } : undefined;
