import { createHash } from 'node:crypto';
import { inSlices } from '../slices.js';
import type { Movement } from '../stock/movement.js';
import type { Snapshot } from '../stock/snapshot.js';
import { type Family, renderSamples, type SeriesBudget } from './family.js';
import { optionFamilies } from './option-families.js';
import { movementFamilies, productFamilies } from './product-families.js';
import { createSegment, type Segment } from './segment.js';
import { createStockSubject } from './stock-labels.js';

/** A segment with the digest of its text, which shows whether the text changed. */
type StockSegment = Segment & { readonly digest: string };

/** The segments of each family, in the families' order. */
type RenderedFamilies = readonly (readonly StockSegment[])[];

/** The rendered stock of one site. */
export type RenderedStock = Readonly<Record<'products' | 'options' | 'movement', RenderedFamilies>>;

/**
 * Renders the stock of a site.
 *
 * @param before the previous result. Segments with the same text are reused, so only changes are deflated.
 * @returns the rendered stock, and how many series are dropped because the site has more than its limit.
 */
export async function renderStock(
  snapshot: Snapshot,
  movement: Movement,
  before: RenderedStock | undefined,
): Promise<{ readonly rendered: RenderedStock; readonly dropped: number }> {
  const subject = await inSlices(createStockSubject(snapshot, movement));
  const budget: SeriesBudget = { left: snapshot.seriesLimit, dropped: 0 };
  const products = await renderFamilies(productFamilies, subject, budget, before?.products);
  const moved = await renderFamilies(movementFamilies, subject, budget, before?.movement);
  const options = await renderFamilies(optionFamilies, subject, budget, before?.options);
  return { rendered: { products, options, movement: moved }, dropped: budget.dropped };
}

/** Renders families one after another, and deflates each while the next ones are rendered. */
async function renderFamilies<Subject>(
  families: readonly Family<Subject>[],
  subject: Subject,
  budget: SeriesBudget,
  before: RenderedFamilies = [],
): Promise<RenderedFamilies> {
  const rendered: Promise<readonly StockSegment[]>[] = [];
  for (const [index, family] of families.entries()) {
    const known = before[index];
    const take = (text: string, piece: number) => {
      const segment = createOrReuse(text, known?.[piece]);
      segment.catch(() => {}); // it may fail while the rest is rendered; it is awaited after that
      return segment;
    };
    const segments = Promise.all(await inSlices(renderSamples(family, subject, budget, take)));
    segments.catch(() => {}); // likewise
    rendered.push(segments);
  }
  return Promise.all(rendered);
}

/** Copies only a text that changed to bytes: their memory waits for a garbage collection. */
async function createOrReuse(text: string, before: StockSegment | undefined): Promise<StockSegment> {
  const digest = createHash('sha256').update(text).digest('base64');
  return before?.digest === digest ? before : { ...(await createSegment(Buffer.from(text))), digest };
}
