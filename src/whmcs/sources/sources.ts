import type { SiteConfig } from '../../config/config.js';
import type { Client } from '../client.js';
import { createAutoSource } from './auto.js';
import { createClassicSource } from './classic.js';
import { createCompanionSource } from './companion.js';
import { createProductDetailsSource } from './product-details.js';
import { createReport, type WarnLog } from './report.js';
import type { Source, SourceDeps } from './source.js';
import { createStockJudge } from './stock-judge.js';
import { createStoreSource } from './store.js';

export type SourcesDeps = {
  readonly site: SourceDeps['site'] & Pick<SiteConfig, 'stockControlled'>;
  readonly client: Client;
  readonly log: WarnLog;
};

/** Every source of a site, best first. They share what is known of its products. */
export function createSources({ site, client, log }: SourcesDeps): readonly [Source, Source, Source] {
  const report = createReport(site.name, log);
  const deps: SourceDeps = { site, client, judge: createStockJudge(site, report), report };
  const { parameter } = site.companion;
  return [
    parameter === undefined ? createCompanionSource(deps) : createProductDetailsSource(deps, parameter),
    createStoreSource(deps),
    createClassicSource(deps),
  ];
}

/** The source that the configuration names, or one that finds the best by itself. */
export function createSource(
  deps: SourcesDeps & {
    readonly site: Pick<SiteConfig, 'source'>;
    readonly log: WarnLog & { info(fields: object, message: string): void };
    /** Monotonic time in ms. */
    readonly now: () => number;
  },
): Source {
  const { site, log, now } = deps;
  const sources = createSources(deps);
  const named = sources.find(({ name }) => name === site.source);
  if (named) return named;
  return createAutoSource({
    sources,
    now,
    chosen: (source, before) =>
      log.info(
        { site: site.name, source: source.name, before: before?.name },
        'stock is read from this source',
      ),
  });
}
