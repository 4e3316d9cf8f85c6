import { renderFamilyHeader } from './family.js';
import { optionFamilies } from './option-families.js';
import { movementFamilies, productFamilies } from './product-families.js';
import type { RenderedStock } from './render-stock.js';
import { createSegmentSync, type Segment } from './segment.js';

/** Steady times in ms from which products, and options, are no longer exposed. */
export type Expiry = { readonly products: number; readonly options: number };

/** The rendered stock of one site, and when it expires. */
export type PublishedStock = RenderedStock & { readonly expiresAt: Expiry };

/** Renders the header of each family. */
export const renderStockHeaders = (): readonly Segment[] =>
  [...productFamilies, ...optionFamilies, ...movementFamilies].map((family) =>
    createSegmentSync(Buffer.from(renderFamilyHeader(family))),
  );

/** Lists the samples of sites by family, in the order of the headers. */
export function listStock(sites: readonly PublishedStock[], now: number): readonly (readonly Segment[])[] {
  const fresh = (what: keyof Expiry) => sites.filter(({ expiresAt }) => now < expiresAt[what]);
  return [
    ...listSamples(
      productFamilies.length,
      fresh('products').map(({ products }) => products),
    ),
    ...listSamples(
      optionFamilies.length,
      fresh('options').map(({ options }) => options),
    ),
    ...listSamples(
      movementFamilies.length,
      sites.map(({ movement }) => movement),
    ),
  ];
}

const listSamples = (
  families: number,
  sites: readonly (readonly (readonly Segment[])[])[],
): readonly (readonly Segment[])[] =>
  Array.from({ length: families }, (_, family) => {
    const segments: Segment[] = [];
    // flatMap() takes ten times as long
    for (const site of sites) for (const segment of site[family] ?? []) segments.push(segment);
    return segments;
  });

/** Returns the time at which the list changes next because stock of a site expires. */
export function endOfList(sites: readonly PublishedStock[], now: number): number {
  const ends = sites.flatMap(({ expiresAt }) => [expiresAt.products, expiresAt.options]);
  return Math.min(...ends.filter((end) => now < end));
}
