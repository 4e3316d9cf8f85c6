import pLimit from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import { type Catalogue, type Product, withUsage } from '../stock/catalogue.js';
import { productsInUse } from '../stock/plan.js';
import { type Snapshot, takeSnapshot } from '../stock/snapshot.js';
import { UserError } from '../user-error.js';
import { advise } from '../whmcs/advice.js';
import { type Client, createClient } from '../whmcs/client.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { networkFault } from '../whmcs/network-fault.js';
import { WhmcsError } from '../whmcs/reasons.js';
import { createResolver, type Resolver } from '../whmcs/resolver.js';
import { countServices, faultOf, type Progress, SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { createSource } from '../whmcs/sources/sources.js';
import { createTransport } from '../whmcs/transport.js';
import type { CommandIo } from './command-io.js';

/** A site as WHMCS shows it now. */
export type LiveSite = {
  readonly site: SiteConfig;
  /** Every product, also those that the configuration excludes. */
  readonly catalogue: Catalogue;
  readonly snapshot: Snapshot;
};

const SILENT_LOG = { warn() {}, info() {} };
const SILENT_OBSERVER = { requestStarted() {}, requestEnded() {}, retried() {} };

/**
 * Reads sites as the exporter does, with the units in use of every product that has options.
 *
 * @param concurrency sites at once.
 * @returns the sites in their order.
 * @throws {UserError} that names every site that can't be read, and what to do about it.
 */
export async function readLiveSites(
  sites: readonly SiteConfig[],
  concurrency: number,
  io: CommandIo,
): Promise<readonly LiveSite[]> {
  const oneOf = pLimit(concurrency);
  const pages = createPageCount(io);
  const resolver = createResolver(createLookupProcess());
  const failures: string[] = [];
  const live = await Promise.all(
    sites.map((site) =>
      oneOf(async () => {
        try {
          return await readSite(site, resolver, io, pages.add());
        } catch (error) {
          const fault = error instanceof WhmcsError ? error : networkFault(error, io.signal);
          const advice = advise(fault, fault.action ?? 'GetProducts', site);
          failures.push(`site ${site.name} can't be read: ${fault.message}. ${advice}`);
          return undefined;
        }
      }),
    ),
  );
  pages.clear();
  resolver.close();
  if (failures.length > 0) throw new UserError(failures.join('\n'));
  return live.filter((site) => site !== undefined);
}

async function readSite(
  site: SiteConfig,
  resolver: Resolver,
  io: CommandIo,
  progress: Progress,
): Promise<LiveSite> {
  const transport = createTransport(site, resolver);
  try {
    const client = createClient({
      ...{ site, transport, observer: SILENT_OBSERVER, log: SILENT_LOG, random: Math.random },
    });
    const source = createSource({ site, client, log: SILENT_LOG, now: () => performance.now() });
    const catalogue = await countMissing(site, client, await source.read(io.signal), io, progress);
    return { site, catalogue, snapshot: takeSnapshot(site, catalogue) };
  } finally {
    await transport.close();
  }
}

/** Counts units in use that the source did not report. If that fails, they stay unknown. */
async function countMissing(
  site: SiteConfig,
  client: Client,
  catalogue: Catalogue,
  io: CommandIo,
  progress: Progress,
): Promise<Catalogue> {
  const counted = catalogue.products.filter(needsUsage(site));
  if (counted.length === 0) return catalogue;
  const report = (fault: WhmcsError) => {
    const advice = advise(fault, SERVICES_ACTION, site);
    io.err(`site ${site.name}: units in use are unknown: ${fault.message}. ${advice}\n`);
  };
  try {
    const count = await countServices({ site, client }, counted, io.signal, progress);
    const fault = faultOf(count);
    if (fault !== undefined) report(networkFault(fault, io.signal));
    return withUsage(catalogue, new Map([...count.usage].map(([id, usage]) => [id, { usage }])));
  } catch (error) {
    const fault = networkFault(error, io.signal);
    if (fault.reason === 'canceled') throw fault;
    report(fault);
    return catalogue;
  }
}

function needsUsage({ usage, plans }: SiteConfig): (product: Product) => boolean {
  if (usage.products === 'none') return () => false;
  const configured = productsInUse(plans);
  return (product) =>
    product.usage === undefined && ((product.options?.length ?? 0) > 0 || configured.has(product.id));
}

/** Shows a person how many pages of services are read, of all sites together, in a line that is cleared at the end. */
function createPageCount({ interactive, err }: CommandIo) {
  const known = new Map<object, readonly [pages: number, of: number]>();
  const sum = (index: 0 | 1) => [...known.values()].reduce((total, counts) => total + counts[index], 0);
  return {
    add(): Progress {
      const site = {};
      return (pages, of) => {
        known.set(site, [pages, of]);
        if (interactive) err(`\r\u001b[Kcounting units in use: ${sum(0)} of ${sum(1)} pages`);
      };
    },
    clear: () => interactive && known.size > 0 && err('\r\u001b[K'),
  };
}
