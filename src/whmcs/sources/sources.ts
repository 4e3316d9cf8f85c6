import type { SiteConfig } from '../../config/config.js';
import { createNameRedactor, type SecretSite } from '../../config/secrets/known-secrets.js';
import type { Redact } from '../../config/secrets/redactor.js';
import { SOURCE_NAMES, type SourceName } from '../../stock/catalogue.js';
import type { Client } from '../client.js';
import type { Reason } from '../reasons.js';
import { type AutoSource, createAutoSource, type SourceMemory } from './auto.js';
import { createClassicSource } from './classic.js';
import { createCompanionSource } from './companion.js';
import { redactSource } from './redacted-source.js';
import { createReport, type WarnLog } from './report.js';
import type { Source, SourceDeps } from './source.js';
import { createStoreSource } from './store.js';

export type SourcesDeps = {
  readonly site: SourceDeps['site'] & SecretSite;
  readonly client: Client;
  /** Removes the site's secrets from names; created if it is left out. */
  readonly redact?: Redact;
  readonly log: WarnLog;
};

/** Creates every source of a site. */
export function createSources({
  site,
  client,
  redact = createNameRedactor(site),
  log,
}: SourcesDeps): Readonly<Record<SourceName, Source>> {
  const report = createReport(site.name, log);
  const deps: SourceDeps = { site, client, report };
  return {
    companion: redactSource(createCompanionSource(deps), redact),
    store: redactSource(createStoreSource(deps), redact),
    classic: redactSource(createClassicSource(deps), redact),
  };
}

/** Returns the configured source, or one that chooses the best source itself. */
export function createSource(
  deps: SourcesDeps & {
    readonly site: Pick<SiteConfig, 'source'>;
    readonly log: WarnLog & { info(fields: object, message: string): void };
    readonly memory?: SourceMemory | undefined;
    /** Called with the reason if a source fails and a lesser one replaces it. */
    readonly failed?: (reason: Reason) => void;
    /** Monotonic time in ms. */
    readonly now: () => number;
  },
): AutoSource {
  const { site, log, now, memory, failed } = deps;
  const sources = createSources(deps);
  if (site.source !== 'auto') {
    return { ...sources[site.source], memory: () => memory ?? { worked: [] } };
  }
  return createAutoSource({
    sources: bestFirst(sources),
    memory,
    now,
    chosen: (source, before) =>
      log.info(
        { site: site.name, source: source.name, before: before?.name },
        'stock is read from this source',
      ),
    failed(source, { reason, message }) {
      log.warn(
        { site: site.name, source: source.name, reason, error: message },
        'a source failed; a lesser one replaces it',
      );
      failed?.(reason);
    },
  });
}

/** Returns what there is for each source, in the order of `SOURCE_NAMES`. */
export function bestFirst<T>(bySource: Readonly<Record<SourceName, T>>): readonly [T, ...T[]] {
  const [best, ...others] = SOURCE_NAMES;
  return [bySource[best], ...others.map((name) => bySource[name])];
}
