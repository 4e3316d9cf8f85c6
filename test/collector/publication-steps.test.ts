import { describe, expect, test } from '@jest/globals';
import { UsageLedger } from '../../src/collector/usage-ledger.js';
import { renderSamples } from '../../src/metrics/family.js';
import { optionFamilies } from '../../src/metrics/option-families.js';
import { movementFamilies, productFamilies } from '../../src/metrics/product-families.js';
import { createStockSubject } from '../../src/metrics/stock-labels.js';
import { replaceProducts, withUsage } from '../../src/stock/catalogue.js';
import { NO_FACTS } from '../../src/stock/facts.js';
import { judgeListing } from '../../src/stock/judge-listing.js';
import { advance, forgetMovement, NO_MOVEMENT } from '../../src/stock/movement.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { UNLIMITED } from '../../src/stock/stock.js';
import { finish, type Work } from '../../src/stock/work.js';
import { productOf } from '../support/exposed-shop.js';
import { siteConfig } from '../support/site.js';

const PRODUCTS = 500;
/** The most that one step may read of products. Reading one product takes about twenty. */
const MOST_READS = 60;
/** Counts products by kind and checks the memory of each: so short that they are one step. */
const COUNTS = ['whmcs_products', 'whmcs_products_from_memory'];

let reads = 0;
const watched = <T extends object>(thing: T): T =>
  new Proxy(thing, {
    get(target, key) {
      reads += 1;
      return Reflect.get(target, key);
    },
  });

/** Returns the most reads of products in one step of a work. */
function mostReads(work: Work<unknown>): number {
  let most = 0;
  for (let isDone = false; !isDone; ) {
    reads = 0;
    isDone = work.next().done === true;
    most = Math.max(most, reads);
  }
  return most;
}

const site = siteConfig();
/** Products without a limit have few series, so that a step per series would pass many of them. */
const plain = Array.from({ length: PRODUCTS }, (_, index) => productOf(index + 1, UNLIMITED));
const products = plain.map(watched);
const catalogue = { source: 'companion', products, unreadable: 0 } as const;
const evidence = { source: 'companion', stockControl: true, quantity: 3 } as const;
const listed = plain.map((product) => watched({ ...product, evidence, problem: undefined }));
const listing = { ...catalogue, products: listed };
const reading = { at: 60_000, isRegular: true };
const known = finish(judgeListing(listing, undefined, NO_FACTS, site, reading));
const movement = finish(advance(NO_MOVEMENT, plain));
const snapshot = finish(takeSnapshot(site, catalogue));
const subject = finish(createStockSubject(snapshot, movement));
const half = { ...listing, products: listed.slice(0, PRODUCTS / 2) };
const families = [...productFamilies, ...movementFamilies, ...optionFamilies].filter(
  ({ name }) => !COUNTS.includes(name),
);

const works: readonly (readonly [string, Work<unknown>])[] = [
  ['judging a first reading', judgeListing(listing, undefined, NO_FACTS, site, reading)],
  ['judging a reading', judgeListing(listing, known.catalogue, known.facts, site, reading)],
  ['judging a loss of half', judgeListing(half, catalogue, known.facts, site, reading)],
  ['replacing products', replaceProducts(catalogue, products.slice(0, 9))],
  ['watching units in use', new UsageLedger(site, 0).watch(products, 0)],
  ['adding units in use', withUsage(catalogue, new Map())],
  ['taking a snapshot', takeSnapshot(site, catalogue)],
  ['forgetting movement', forgetMovement(movement, products.slice(1), NO_FACTS)],
  ['adding movement', advance(movement, products)],
  ['rendering labels', createStockSubject(snapshot, movement)],
  ...families.map(
    (family) =>
      [
        `rendering ${family.name}`,
        renderSamples(family, subject, { left: 9_999, dropped: 0 }, String),
      ] as const,
  ),
];

describe('a step reads few of many products, so that a scrape can be answered after it', () => {
  test.each(works)('in %s', (_, work) => {
    expect(mostReads(work)).toBeLessThan(MOST_READS);
  });
});
