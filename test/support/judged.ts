import type { SiteConfig } from '../../src/config/config.js';
import type { Catalogue, Product } from '../../src/stock/catalogue.js';
import { NO_FACTS } from '../../src/stock/facts.js';
import { judgeListing, judgeProducts } from '../../src/stock/judge-listing.js';
import { finish } from '../../src/stock/work.js';
import type { Source } from '../../src/whmcs/sources/source.js';

/** What a product has of a reading in which everything is stated. */
export const STATED = { stockSource: 'companion', stockAt: 0, isRemembered: false } as const;

/** Reads a source as the collector does: what it lists is judged by what was stated before. */
export function judged(source: Pick<Source, 'read' | 'readProducts'>, site: SiteConfig) {
  let facts = NO_FACTS;
  let before: Catalogue | undefined;
  let at = 0;
  const signal = new AbortController().signal;
  return {
    async read(): Promise<Catalogue> {
      const reading = { at, isRegular: true };
      const found = finish(judgeListing(await source.read(signal), before, facts, site, reading));
      at += 1_000;
      ({ facts, catalogue: before } = found);
      return found.catalogue;
    },
    async readProducts(ids: readonly number[]): Promise<readonly Product[]> {
      const listed = await source.readProducts(ids, signal);
      const found = finish(judgeProducts(listed, before, facts, site, { at, isRegular: false }));
      facts = found.facts;
      return found.products;
    },
  };
}
