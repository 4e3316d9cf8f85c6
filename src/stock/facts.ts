import type { SourceName, Visibility } from './catalogue.js';

/** A statement of a source, and its time. */
export type Stated<T> = {
  readonly value: T;
  readonly source: SourceName;
  /** Unix time in ms at which the reading began. */
  readonly at: number;
};

/** What is remembered about a product after a reading. */
export type ProductRecord = {
  readonly stockControl?: Stated<boolean> | undefined;
  readonly visibility?: Stated<Visibility> | undefined;
  /** Its last known stock. */
  readonly quantity?: Stated<number> | undefined;
  /** Whether a source that does not state stock control has shown it in stock, so that a 0 means sold out. */
  readonly isSeenInStock?: boolean | undefined;
  /** Readings in a row that lacked the product. */
  readonly missedListing?: number | undefined;
  /** Readings in a row that listed the product without its stock. */
  readonly missedNumber?: number | undefined;
  /** Readings in a row that lacked its options. */
  readonly optionsMissed?: number | undefined;
  /** Unix time in ms of the last reading that listed it. */
  readonly listedAt?: number | undefined;
};

/** What is remembered about the products of a site. It is plain JSON, so that it can be stored. */
export type SiteFacts = {
  /** By the product's id. */
  readonly products: Readonly<Record<string, ProductRecord>>;
  /** Names of groups by their ids. */
  readonly groups: Readonly<Record<string, Stated<string>>>;
};

export const NO_FACTS: SiteFacts = { products: {}, groups: {} };

/** Returns a statement if it is still valid. */
export const recall = <T>(stated: Stated<T> | undefined, since: number): Stated<T> | undefined =>
  stated && stated.at > since ? stated : undefined;

/** Creates a statement of a source in a reading. */
export type State = <T extends number | string | boolean>(value: T, source: SourceName) => Stated<T>;

/**
 * Returns a function that creates the statements of a reading. Those that say the same share one object:
 * thousands of products would otherwise take much memory.
 *
 * @param at Unix time in ms at which the reading began.
 */
export function shareStatements(at: number): State {
  const made = new Map<unknown, Stated<unknown>>();
  return <T>(value: T, source: SourceName): Stated<T> => {
    const last = made.get(value);
    if (last?.source === source) return last as Stated<T>; // its key is its value
    const stated = { value, source, at };
    made.set(value, stated);
    return stated;
  };
}
