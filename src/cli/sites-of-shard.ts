import { ownerOf } from '../collector/shards.js';
import type { Config } from '../config/config.js';
import type { ForwardDeps } from '../web/forward.js';
import type { ShardAddresses } from '../web/service-discovery.js';
import type { ShardOptions } from './shard-flags.js';

/** The sites of all shards, and which of them this exporter collects. */
export type SitesOfShard = {
  /** Returns the configuration with the sites of this shard. */
  select(config: Config): Config;
  readonly addresses: ShardAddresses | undefined;
  /** Returns the root URL of the exporter that collects a site; undefined if it is this one. */
  readonly ownerOf: ForwardDeps['ownerOf'];
};

/**
 * Divides the sites.
 *
 * @param shard undefined if this exporter collects all.
 * @param root the path of the root of every shard, such as `/stock/`.
 * @param isSecure whether the shards are served over TLS, if their addresses do not say so.
 */
export function divideSites(
  shard: ShardOptions | undefined,
  root: string,
  isSecure: () => boolean,
): SitesOfShard {
  if (!shard) return { select: (config) => config, addresses: undefined, ownerOf: () => undefined };
  const { index, count, addressOf } = shard;
  return {
    select: (config) => ({
      ...config,
      sites: config.sites.filter(({ name }) => ownerOf(name, count) === index),
    }),
    addresses: {
      all: Array.from({ length: count }, (_, each) => addressOf(each)),
      ownerOf: (site) => addressOf(ownerOf(site, count)),
    },
    ownerOf(site) {
      const owner = ownerOf(site, count);
      if (owner === index) return undefined;
      const address = addressOf(owner);
      const scheme = /^https?:/.test(address) ? '' : `${isSecure() ? 'https' : 'http'}://`;
      return new URL(`${scheme}${address}${root}`);
    },
  };
}
