import pLimit from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import type { Catalogue } from '../stock/catalogue.js';
import { type Snapshot, takeSnapshot } from '../stock/snapshot.js';
import { finish } from '../stock/work.js';
import { UserError } from '../user-error.js';
import { advise } from '../whmcs/advice.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { networkFault } from '../whmcs/network-fault.js';
import { readOnce } from '../whmcs/read-once.js';
import { createResolver } from '../whmcs/resolver.js';
import { SERVICES_ACTION } from '../whmcs/services/count-services.js';
import type { Progress } from '../whmcs/services/service-count.js';
import { WhmcsError } from '../whmcs/whmcs-error.js';
import type { CommandIo } from './command-io.js';

/** The current state of a site in WHMCS. */
export type LiveSite = {
  readonly site: SiteConfig;
  /** Every product, including those that the configuration excludes. */
  readonly catalogue: Catalogue;
  readonly snapshot: Snapshot;
};

/**
 * Reads sites as the exporter does, with the units in use of every product that has options.
 *
 * @param concurrency limit of sites that are read in parallel.
 * @returns the sites in the same order.
 * @throws {UserError} if sites can't be read; it names each of them and what to do.
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
          const notCounted = (fault: WhmcsError) =>
            io.err(
              `site ${site.name}: units in use are unknown: ${describe(fault, SERVICES_ACTION, site)}\n`,
            );
          const options = { resolver, signal: io.signal, progress: pages.add(), notCounted };
          const catalogue = await readOnce(site, options);
          return { site, catalogue, snapshot: finish(takeSnapshot(site, catalogue)) };
        } catch (error) {
          const fault = error instanceof WhmcsError ? error : networkFault(error, io.signal);
          const reason = describe(fault, fault.action ?? 'GetProducts', site);
          failures.push(`site ${site.name} can't be read: ${reason}`);
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

const describe = (fault: WhmcsError, action: string, site: SiteConfig): string =>
  [fault.message, advise(fault, action, site)].filter((part) => part !== undefined).join('. ');

/** Shows on a terminal how many pages of services have been read, on a line that is cleared at the end. */
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
