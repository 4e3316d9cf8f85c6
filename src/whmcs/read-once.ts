import type { SiteConfig } from '../config/config.js';
import { type Catalogue, withUsage } from '../stock/catalogue.js';
import { judgeFirst } from '../stock/judge-listing.js';
import { finish } from '../stock/work.js';
import type { Client } from './client.js';
import { createCommandClient } from './command-client.js';
import { networkFault } from './network-fault.js';
import type { Resolver } from './resolver.js';
import { countUnits } from './services/count-units.js';
import { needsCounting } from './services/needs-counting.js';
import { countedUnits, faultOf, type Progress } from './services/service-count.js';
import type { Source } from './sources/source.js';
import { createSource } from './sources/sources.js';
import { createTransport } from './transport.js';
import type { WhmcsError } from './whmcs-error.js';

const SILENT_LOG = { warn() {}, info() {} };

export type ReadOnceOptions = {
  readonly resolver: Resolver;
  readonly signal: AbortSignal;
  /** Called with the progress of counting units in use. */
  readonly progress: Progress;
  /** Called if units in use can't be counted and so are unknown. */
  readonly notCounted: (fault: WhmcsError) => void;
};

/**
 * Reads a site once as the collector does, with the units in use of every product that has options.
 *
 * @throws {WhmcsError} if the site can't be read.
 */
export async function readOnce(site: SiteConfig, options: ReadOnceOptions): Promise<Catalogue> {
  const transport = createTransport(site, options.resolver);
  try {
    const client = createCommandClient({ site, transport, log: SILENT_LOG });
    const source = createSource({ site, client, log: SILENT_LOG, now: () => performance.now() });
    const catalogue = judgeFirst(await source.read(options.signal), site, Date.now());
    return await countMissing({ site, client, source }, catalogue, options);
  } finally {
    await transport.close();
  }
}

async function countMissing(
  { site, client, source }: { readonly site: SiteConfig; readonly client: Client; readonly source: Source },
  catalogue: Catalogue,
  { signal, progress, notCounted }: ReadOnceOptions,
): Promise<Catalogue> {
  const counted = catalogue.products.filter(needsCounting(site, true));
  if (counted.length === 0) return catalogue;
  try {
    const count = await countUnits({ site, client, source }, counted, signal, progress);
    const fault = faultOf(count);
    if (fault !== undefined) notCounted(networkFault(fault, signal));
    return finish(withUsage(catalogue, countedUnits(count, counted)));
  } catch (error) {
    const fault = networkFault(error, signal);
    if (fault.reason === 'canceled') throw fault;
    notCounted(fault);
    return catalogue;
  }
}
