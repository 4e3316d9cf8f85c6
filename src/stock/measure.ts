/** A number that a query measures, for example the memory of a cluster. */
export type Measure = {
  /** Its name in metrics and messages, unique in its site. */
  readonly name: string;
  /** Whether it measures the total or the units left. */
  readonly kind: 'capacity' | 'left';
  /** In PromQL. */
  readonly query: string;
  /** Such as `GB`; empty if it has none. */
  readonly unit: string;
  readonly intervalMs: number;
  /** A number older than this is unknown. */
  readonly maxAgeMs: number;
  readonly form: MeasureForm;
};

/** How the samples of an answer become numbers. */
export type MeasureForm =
  /** The answer is one sample, or a scalar. */
  | { readonly kind: 'one' }
  /** One sample per host. Each host has room for whole units only, and some hosts are kept free. */
  | { readonly kind: 'hosts'; readonly label: string; readonly size: number; readonly spare: number }
  /** One sample per choice, by the value of a label. */
  | { readonly kind: 'choices'; readonly label: string; readonly values: readonly string[] };

/** A limit that is measured. */
export type Measured = {
  /** The name of its measure. */
  readonly measure: string;
  /** The value of the label, if the measure has a number per choice. */
  readonly value?: string | undefined;
};

/** A limit: set by hand, or measured. */
export type Amount = number | Measured;

/** Returns the current number of a measured limit; undefined if it is unknown. */
export type Measurements = (measured: Measured) => number | undefined;

export const NOTHING_MEASURED: Measurements = () => undefined;

/** Returns whether a limit is measured. In tables a limit may be a word. */
export const isMeasured = (amount: Amount | string | undefined): amount is Measured =>
  typeof amount === 'object';

/** Returns the number of a limit; undefined if it is unknown. */
export const numberOf = (amount: Amount, measurements: Measurements): number | undefined =>
  isMeasured(amount) ? measurements(amount) : amount;

/** Returns whether two limits are the same. */
export const isSameAmount = (one: Amount | undefined, other: Amount | undefined): boolean =>
  isMeasured(one) && isMeasured(other)
    ? one.measure === other.measure && one.value === other.value
    : one === other;
