import { type Amount, isMeasured, type Measured } from '../../stock/measure.js';
import { foldName } from '../../stock/names.js';
import type { Pair } from './combination-text.js';

/** The subject of capacity and thresholds. Options and choices are given by name or id. */
export type Subject =
  | { readonly kind: 'product' }
  | { readonly kind: 'choice'; readonly option: string; readonly choice: string }
  | { readonly kind: 'combination'; readonly when: readonly Pair[] };

/** The values that can be set, which are columns of a table as well. */
export const VALUES = ['capacity', 'warning', 'critical'] as const;
export type ValueName = (typeof VALUES)[number];

/** Values as they are written; `default` means no value here. */
export type LimitValues = {
  readonly capacity?: Amount | 'none' | undefined;
  /** Only in YAML. */
  readonly left?: Measured | undefined;
  readonly warning?: number | 'none' | 'default' | undefined;
  readonly critical?: number | 'none' | 'default' | undefined;
};

/** Returns a value for a message. */
export const renderValue = (value: Amount | string): string =>
  isMeasured(value) ? 'a query' : String(value);

/** Capacity and thresholds of one subject, from YAML or a row of a table. */
export type Limit = {
  readonly product: number;
  readonly subject: Subject;
  readonly values: LimitValues;
};

/** Returns the key of a limit's product and subject, the same for all spellings of their names. */
export const keyOfLimit = ({ product, subject }: Pick<Limit, 'product' | 'subject'>): string =>
  `${product} ${keyOfSubject(subject)}`;

/** Returns the key of a subject, the same for all spellings of its names. */
export function keyOfSubject(subject: Subject): string {
  if (subject.kind === 'product') return 'product';
  if (subject.kind === 'choice') return JSON.stringify([foldName(subject.option), foldName(subject.choice)]);
  return JSON.stringify(subject.when.map((pair) => pair.map(foldName)).toSorted());
}
