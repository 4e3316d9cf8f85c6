import type { SiteConfig } from '../../config/config.js';
import { createNameRedactor, type SecretSite } from '../../config/secrets/known-secrets.js';
import type { Redact } from '../../config/secrets/redactor.js';
import type { SourceName } from '../../stock/catalogue.js';
import type { Client } from '../client.js';
import { createAutoSource } from './auto.js';
import { createClassicSource } from './classic.js';
import { createCompanionSource } from './companion.js';
import { redactSource } from './redacted-source.js';
import { createReport, type WarnLog } from './report.js';
import type { Source, SourceDeps } from './source.js';
import { createStockJudge } from './stock-judge.js';
import { createStoreSource } from './store.js';

export type SourcesDeps = {
  readonly site: SourceDeps['site'] & SecretSite & Pick<SiteConfig, 'stockControlled'>;
  readonly client: Client;
  /** Removes the site's secrets from names; created if it is left out. */
  readonly redact?: Redact;
  readonly log: WarnLog;
};

/**
 * Creates every source of a site, which share what is known of its products. To add a source, add a file, its name to
 * `SOURCE_NAMES`, and an entry here.
 */
export function createSources({
  site,
  client,
  redact = createNameRedactor(site),
  log,
}: SourcesDeps): Readonly<Record<SourceName, Source>> {
  const report = createReport(site.name, log);
  const deps: SourceDeps = { site, client, judge: createStockJudge(site, report), report };
  return {
    companion: redactSource(createCompanionSource(deps), redact),
    store: redactSource(createStoreSource(deps), redact),
    classic: redactSource(createClassicSource(deps), redact),
  };
}

/** Returns the source that the configuration names, or one that finds the best by itself. */
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
  if (site.source !== 'auto') return sources[site.source];
  return createAutoSource({
    sources: [sources.companion, sources.store, sources.classic],
    now,
    chosen: (source, before) =>
      log.info(
        { site: site.name, source: source.name, before: before?.name },
        'stock is read from this source',
      ),
  });
}
