import { renderFamilyHeader } from './family.js';
import { optionFamilies } from './option-families.js';
import { joinSegments, type Page } from './page.js';
import { movementFamilies, productFamilies } from './product-families.js';
import { createSegmentSync, type Segment } from './segment.js';

/** Steady times in ms from which products, and options, are no longer exposed. */
export type Expiry = { readonly products: number; readonly options: number };

/** The rendered stock of one site: one segment per family, in the families' order. */
export type RenderedStock = {
  readonly products: readonly Segment[];
  readonly options: readonly Segment[];
  readonly movement: readonly Segment[];
  readonly expiresAt: Expiry;
};

/** Creates the function that joins the stock of sites: all samples of a name stand under one header. */
export function createStockPages(): (sites: readonly RenderedStock[], now: number) => Page {
  const headers = {
    products: productFamilies.map(headerOf),
    options: optionFamilies.map(headerOf),
    movement: movementFamilies.map(headerOf),
  };
  return (sites, now) => {
    const fresh = (what: keyof Expiry) => sites.filter(({ expiresAt }) => now < expiresAt[what]);
    return joinSegments([
      ...joinFamilies(
        headers.products,
        fresh('products').map(({ products }) => products),
      ),
      ...joinFamilies(
        headers.options,
        fresh('options').map(({ options }) => options),
      ),
      ...joinFamilies(
        headers.movement,
        sites.map(({ movement }) => movement),
      ),
    ]);
  };
}

/** Returns until when a page of the sites stays the same, if none of them changes. */
export function endOfPage(sites: readonly RenderedStock[], now: number): number {
  const ends = sites.flatMap(({ expiresAt }) => [expiresAt.products, expiresAt.options]);
  return Math.min(...ends.filter((end) => now < end));
}

const headerOf = (family: Parameters<typeof renderFamilyHeader>[0]): Segment =>
  createSegmentSync(renderFamilyHeader(family));

/** Joins segments by family, then by site. A family without samples gets no header. */
function joinFamilies(headers: readonly Segment[], sites: readonly (readonly Segment[])[]): Segment[] {
  return headers.flatMap((header, family) => {
    const samples = sites.flatMap((segments) => segments[family] ?? []).filter(({ text }) => text.length > 0);
    return samples.length > 0 ? [header, ...samples] : [];
  });
}
