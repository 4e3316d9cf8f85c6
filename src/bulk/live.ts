import pLimit from 'p-limit';
import type { Config, SiteConfig } from '../config/config.js';
import { type Catalogue, type Product, withUsage } from '../stock/catalogue.js';
import { productsInUse } from '../stock/plan.js';
import { type Snapshot, takeSnapshot } from '../stock/snapshot.js';
import { UserError } from '../user-error.js';
import { type Client, createClient } from '../whmcs/client.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { networkFault } from '../whmcs/network-fault.js';
import { WhmcsError } from '../whmcs/reasons.js';
import { createResolver, type Resolver } from '../whmcs/resolver.js';
import { countServices, type Progress, SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { createSource } from '../whmcs/sources/sources.js';
import { createTransport } from '../whmcs/transport.js';
import { createPaging } from './progress.js';
import type { World } from './world.js';

/** A site as WHMCS shows it now. */
export type LiveSite = {
  readonly site: SiteConfig;
  /** Every product, those that the site leaves out included. */
  readonly catalogue: Catalogue;
  readonly snapshot: Snapshot;
};

const SILENT_LOG = { warn() {}, info() {} };
const SILENT_OBSERVER = { requestStarted() {}, requestEnded() {}, retried() {} };

/**
 * Reads every site as the exporter would, with units in use of all products that have options.
 *
 * @returns the sites in the configuration's order.
 * @throws {Error} that names every site that can't be read, and what to do about it.
 */
export async function readLive(config: Config, world: World): Promise<readonly LiveSite[]> {
  const oneOf = pLimit(config.collector.concurrency);
  const paging = createPaging(world.interactive);
  const resolver = createResolver(createLookupProcess());
  const failures: string[] = [];
  const live = await Promise.all(
    config.sites.map((site) =>
      oneOf(async () => {
        try {
          return await readSite(site, resolver, world, paging.site());
        } catch (error) {
          failures.push(describeFailure(error, site, world));
          return undefined;
        }
      }),
    ),
  );
  paging.end();
  resolver.close();
  if (failures.length > 0) throw new UserError(failures.join('\n'));
  return live.filter((site) => site !== undefined);
}

async function readSite(
  site: SiteConfig,
  resolver: Resolver,
  world: World,
  progress: Progress,
): Promise<LiveSite> {
  const transport = createTransport(site, resolver);
  try {
    const client = createClient({
      site,
      transport,
      observer: SILENT_OBSERVER,
      log: SILENT_LOG,
      random: Math.random,
    });
    const source = createSource({ site, client, log: SILENT_LOG, now: () => performance.now() });
    const catalogue = await countMissing(site, client, await source.read(world.signal), world, progress);
    return { site, catalogue, snapshot: takeSnapshot(site, catalogue) };
  } finally {
    await transport.close();
  }
}

/** Counts units in use that the source did not tell. Where that fails the stock is told all the same. */
async function countMissing(
  site: SiteConfig,
  client: Client,
  catalogue: Catalogue,
  world: World,
  progress: Progress,
): Promise<Catalogue> {
  const counted = catalogue.products.filter(needsUsage(site));
  if (counted.length === 0) return catalogue;
  try {
    const { usage, fault } = await countServices({ site, client }, counted, world.signal, progress);
    if (fault) tellUnknown(fault, site, world);
    return withUsage(catalogue, new Map([...usage].map(([id, usage]) => [id, { usage }])));
  } catch (error) {
    const fault = networkFault(error, world.signal);
    if (fault.reason === 'canceled') throw fault;
    tellUnknown(fault, site, world);
    return catalogue;
  }
}

function tellUnknown(fault: WhmcsError, site: SiteConfig, world: World): void {
  const advice = world.advise(fault, SERVICES_ACTION, site);
  world.err(`site ${site.name}: units in use are unknown: ${fault.message}. ${advice}\n`);
}

function needsUsage({ usage, plans }: SiteConfig): (product: Product) => boolean {
  if (usage.products === 'none') return () => false;
  const configured = productsInUse(plans);
  return (product) =>
    product.usage === undefined && ((product.options?.length ?? 0) > 0 || configured.has(product.id));
}

function describeFailure(error: unknown, site: SiteConfig, world: World): string {
  const fault = error instanceof WhmcsError ? error : networkFault(error, world.signal);
  const advice = world.advise(fault, fault.action ?? 'GetProducts', site);
  return `site ${site.name} can't be read: ${fault.message}. ${advice}`;
}
