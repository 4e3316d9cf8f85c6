import type { Catalogue, Product } from '../../src/stock/catalogue.js';
import { NO_FACTS, type SiteFacts } from '../../src/stock/facts.js';
import { judgeListing, judgeProducts, type ListingPolicy } from '../../src/stock/judge-listing.js';
import type { ListedProduct } from '../../src/stock/listing.js';
import { finish } from '../../src/stock/work.js';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const NOW = 100 * DAY;
export const POLICY: ListingPolicy = {
  ...{ stockControlled: undefined, unlimited: undefined, groupNames: new Map(), confirmLoss: true },
  prices: true,
  ...{ factsMaxAgeMs: 30 * DAY, maxAgeMs: 16 * MINUTE, intervalMs: 5 * MINUTE },
};
/** How long a product or a part of it is kept under this policy. */
export const KEPT_MS = 10 * MINUTE;

type Changes = Omit<Partial<ListedProduct>, 'evidence'> & {
  readonly evidence?: Partial<ListedProduct['evidence']>;
};

export const listed = (id: number, { evidence, ...changes }: Changes = {}): ListedProduct => ({
  ...{ id, name: `KVM ${id}`, group: { id: 3, name: 'VPS' }, type: '', module: '', payType: '' },
  ...{ visibility: 'public', options: [], usage: undefined, problem: undefined, ...changes },
  evidence: { source: 'classic', stockControl: true, quantity: 5, ...evidence },
});
export const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** A site whose readings are judged one after the other. */
export class Site {
  facts: SiteFacts = NO_FACTS;
  catalogue: Catalogue | undefined;
  isLossDoubted = false;
  at = NOW;

  constructor(readonly policy: Partial<ListingPolicy> = {}) {}

  /** Judges a reading of all products, a minute after the last one. */
  read(
    products: readonly ListedProduct[],
    { after = MINUTE, isRegular = true, tookMs = 0, counted = new Map() } = {},
  ) {
    this.at += after;
    const listing = { source: 'classic' as const, products, unreadable: 0 };
    const policy = { ...POLICY, ...this.policy };
    const reading = { at: this.at, isRegular, tookMs };
    const judged = finish(judgeListing(listing, this.catalogue, this.facts, policy, reading, counted));
    Object.assign(this, judged);
    return judged.catalogue.products;
  }

  /** Judges a reading of some products. */
  readSome(...products: readonly ListedProduct[]): readonly Product[] {
    const reading = { at: this.at, isRegular: false };
    return finish(judgeProducts(products, this.catalogue, this.facts, { ...POLICY, ...this.policy }, reading))
      .products;
  }
}
