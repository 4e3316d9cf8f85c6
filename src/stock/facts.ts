import type { SourceName, Visibility } from './catalogue.js';

/** Something that a source said, and when. */
export type Stated<T> = {
  readonly value: T;
  readonly source: SourceName;
  /** Unix time in ms at which the reading began. */
  readonly at: number;
};

/** What is known of a product beyond the reading that said it. */
export type ProductRecord = {
  readonly stockControl?: Stated<boolean> | undefined;
  readonly visibility?: Stated<Visibility> | undefined;
  /** The last number that was its stock. */
  readonly quantity?: Stated<number> | undefined;
  /** Whether a source that does not say whether stock is controlled has shown it in stock since, so that its 0 means sold out. */
  readonly isSeenInStock?: boolean | undefined;
  /** Readings in a row that lacked it, or could not read its stock. */
  readonly missed?: number | undefined;
  /** Unix time in ms of the last reading that listed it. */
  readonly listedAt?: number | undefined;
};

/** What is known of a site's products. It is plain JSON, so that it can be kept and handed over. */
export type SiteFacts = {
  /** By the product's id. */
  readonly products: Readonly<Record<string, ProductRecord>>;
  /** Names of groups by their ids. */
  readonly groups: Readonly<Record<string, Stated<string>>>;
};

export const NO_FACTS: SiteFacts = { products: {}, groups: {} };

/** Returns a statement where it still holds. */
export const recall = <T>(stated: Stated<T> | undefined, since: number): Stated<T> | undefined =>
  stated && stated.at > since ? stated : undefined;
