import { renderFamilyHeader } from './family.js';
import { optionFamilies } from './option-families.js';
import { movementFamilies, productFamilies } from './product-families.js';
import type { RenderedStock } from './render-stock.js';
import { createSegmentSync, type Segment } from './segment.js';

/** Steady times in ms from which products, and options, are no longer exposed. */
export type Expiry = { readonly products: number; readonly options: number };

/** The rendered stock of one site, and when it expires. */
export type PublishedStock = RenderedStock & { readonly expiresAt: Expiry };

/** Lists the segments of sites by family: first the header, then the samples of each site. */
export function createStockList(): (
  sites: readonly PublishedStock[],
  now: number,
) => readonly (readonly Segment[])[] {
  const headers = {
    products: productFamilies.map(headerOf),
    options: optionFamilies.map(headerOf),
    movement: movementFamilies.map(headerOf),
  };
  return (sites, now) => {
    const fresh = (what: keyof Expiry) => sites.filter(({ expiresAt }) => now < expiresAt[what]);
    return [
      ...listFamilies(
        headers.products,
        fresh('products').map(({ products }) => products),
      ),
      ...listFamilies(
        headers.options,
        fresh('options').map(({ options }) => options),
      ),
      ...listFamilies(
        headers.movement,
        sites.map(({ movement }) => movement),
      ),
    ];
  };
}

/** Returns the time at which the list changes next because stock of a site expires. */
export function endOfList(sites: readonly PublishedStock[], now: number): number {
  const ends = sites.flatMap(({ expiresAt }) => [expiresAt.products, expiresAt.options]);
  return Math.min(...ends.filter((end) => now < end));
}

const headerOf = (family: Parameters<typeof renderFamilyHeader>[0]): Segment =>
  createSegmentSync(Buffer.from(renderFamilyHeader(family)));

/** A family without samples is not listed. */
const listFamilies = (
  headers: readonly Segment[],
  sites: readonly (readonly (readonly Segment[])[])[],
): readonly (readonly Segment[])[] =>
  headers
    .map((header, family) => {
      const segments = [header];
      // flatMap() takes ten times as long
      for (const families of sites) for (const segment of families[family] ?? []) segments.push(segment);
      return segments;
    })
    .filter(({ length }) => length > 1);
