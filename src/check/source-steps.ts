import type { SiteConfig } from '../config/config.js';
import { type Catalogue, countByStock, type SourceName } from '../stock/catalogue.js';
import { judgeFirst } from '../stock/judge-listing.js';
import type { Listing } from '../stock/listing.js';
import { advise } from '../whmcs/advice.js';
import type { Client } from '../whmcs/client.js';
import { createAutoSource } from '../whmcs/sources/auto.js';
import type { WarnLog } from '../whmcs/sources/report.js';
import type { Source } from '../whmcs/sources/source.js';
import { bestFirst, createSources } from '../whmcs/sources/sources.js';
import { WhmcsError } from '../whmcs/whmcs-error.js';
import { type Step, step } from './step.js';

/** The sources of a site under test. */
export type SourcesCheck = {
  /** The source that the exporter would read. */
  readonly source: Source;
  readonly read: () => Promise<Catalogue>;
  /** Returns how long a source took to read, in ms. */
  readonly milliseconds: (source: SourceName) => number | undefined;
  /** Describes which sources answer, once `read` is done, and what a better one would add. */
  readonly describe: (catalogue: Catalogue) => Promise<Step>;
};

export type SourcesCheckDeps = {
  readonly site: SiteConfig;
  readonly client: Client;
  readonly log: WarnLog;
};

/** Reads a site through its source as the exporter does, and through the others to see which answer. */
export function checkSources({ site, client, log }: SourcesCheckDeps, signal: AbortSignal): SourcesCheck {
  const answers: Answers = new Map();
  const [best, ...others] = bestFirst(createSources({ site, client, log }));
  const sources = [remembered(best, answers), ...others.map((one) => remembered(one, answers))] as const;
  const source =
    sources.find(({ name }) => name === site.source) ??
    createAutoSource({ sources, now: () => 0, chosen() {}, failed() {} });

  return {
    source,
    read: async () => judgeFirst(await source.read(signal), site, Date.now()),
    milliseconds: (name) => answers.get(name)?.milliseconds,
    async describe(catalogue) {
      const others = await Promise.all(
        sources
          .filter(({ name }) => name !== catalogue.source)
          .map(async ({ name, read }) => {
            const fault = await (answers.get(name)?.listing ?? read(signal)).then(
              () => undefined,
              (error) => error,
            );
            return { name, fault };
          }),
      );
      const results = others.map(
        ({ name, fault }) => `${name}: ${fault === undefined ? 'answers' : reasonOf(fault)}`,
      );
      const chosen = site.source === 'auto' ? 'the best that answers' : 'as configured';
      return step('source', 'ok', `${catalogue.source}, ${chosen} (${results.join(', ')})`, {
        advice: adviseCompanion(site, catalogue, others.find(({ name }) => name === 'companion')?.fault),
      });
    },
  };
}

type Answers = Map<SourceName, { readonly listing: Promise<Listing>; milliseconds: number | undefined }>;

/** Returns a source that keeps what it read, so that no source is read twice. */
function remembered(source: Source, answers: Answers): Source {
  return {
    name: source.name,
    actions: source.actions,
    count: source.count,
    readSales: source.readSales,
    readOptions: (ids, signal) => source.readOptions(ids, signal),
    readProducts: (ids, signal) => source.readProducts(ids, signal),
    async read(signal) {
      const started = performance.now();
      const listing = source.read(signal);
      const answer = { listing, milliseconds: undefined as number | undefined }; // known once it is read
      answers.set(source.name, answer);
      await listing;
      answer.milliseconds = performance.now() - started;
      return listing;
    },
  };
}

function reasonOf(fault: unknown): string {
  if (!(fault instanceof WhmcsError)) return 'unreadable';
  return (
    { permission: 'not granted', unknown_action: 'not available' }[fault.reason as string] ?? fault.reason
  );
}

/** Returns what the companion would add, if it is not in use. */
function adviseCompanion(site: SiteConfig, catalogue: Catalogue, fault: unknown): string | undefined {
  if (catalogue.source === 'companion') return undefined;
  const { unknown } = countByStock(catalogue);
  const gain = unknown > 0 ? `reports the stock of ${unknown} products that is unknown now, and` : 'reports';
  const why = `The companion, an addon for WHMCS (deploy/whmcs), ${gain} every sale within a second.`;
  if (fault === undefined) return `${why} It answers: set source: auto.`;
  if (fault instanceof WhmcsError && fault.reason === 'permission') {
    return `${why} If it is already installed: ${advise(fault, site.companion.action, site)}`;
  }
  if (fault instanceof WhmcsError && (fault.reason === 'api_error' || fault.reason === 'invalid_response')) {
    return (
      `${why} Another action answers by its name (${fault.message}). If that is an action of yours ` +
      'that returns one product per call, set companion.parameter to its field for the product id.'
    );
  }
  return why;
}
