import type { Command } from 'commander';
import type { Shard } from '../collector/shards.js';
import { UserError } from '../user-error.js';
import { wholeNumber } from './flag-values.js';
import type { Io } from './io.js';

export type ShardFlags = {
  'collector.shard'?: string;
  'collector.shards'?: number;
  'collector.shardAddress'?: string;
};

/** A shard, and where all shards are. */
export type ShardOptions = Shard & {
  /** Returns the address of a shard: a host and a port, perhaps with a scheme before. */
  readonly addressOf: (index: number) => string;
};

const MOST_SHARDS = 1_000;

/** Adds the flags that divide the sites among several exporters. */
export const withShards = (command: Command): Command =>
  command
    .option(
      '--collector.shard <index/count>',
      'collect one of several shares of the sites, such as 0/4; auto',
    )
    .option('--collector.shards <number>', 'number of shards, for --collector.shard=auto', wholeNumber)
    .option(
      '--collector.shard-address <address>',
      'address of every shard, such as exporter-{shard}.exporter:10052',
    );

/**
 * Returns the shard that the flags choose; undefined if this exporter collects all sites. `auto` takes the
 * number at the end of the host's name, which a StatefulSet of Kubernetes counts from 0.
 *
 * @throws {UserError} if they do not fit together.
 */
export function shardOptions(flags: ShardFlags, { env }: Pick<Io, 'env'>): ShardOptions | undefined {
  const { 'collector.shard': shard, 'collector.shards': shards, 'collector.shardAddress': address } = flags;
  if (shard === undefined) {
    if (shards === undefined && address === undefined) return undefined;
    throw new UserError('--collector.shards and --collector.shard-address need --collector.shard');
  }
  const chosen = shard === 'auto' ? autoShard(shards, env.HOSTNAME) : parseShard(shard, shards);
  if (!address?.includes('{shard}') || !URL.canParse(toUrl(address.replaceAll('{shard}', '0')))) {
    const found = address === undefined ? '' : `, found ${JSON.stringify(address)}`;
    throw new UserError(
      `--collector.shard-address: expected an address such as exporter-{shard}.exporter:10052${found}`,
    );
  }
  return { ...chosen, addressOf: (index) => address.replaceAll('{shard}', String(index)) };
}

const toUrl = (address: string): string => (/^https?:\/\//.test(address) ? address : `http://${address}`);

function autoShard(count: number | undefined, hostname = ''): Shard {
  if (count === undefined) throw new UserError('--collector.shard=auto needs --collector.shards');
  const [, ordinal] = /-(\d{1,6})$/.exec(hostname) ?? [];
  if (ordinal === undefined)
    throw new UserError(
      `--collector.shard=auto: expected a HOSTNAME with a number, such as exporter-0, found ` +
        JSON.stringify(hostname),
    );
  return checkShard({ index: Number(ordinal), count }, 'auto');
}

function parseShard(text: string, shards: number | undefined): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  if (index === undefined)
    throw new UserError(
      `--collector.shard: expected auto, or a number from 0 and how many, such as 0/4, found ` +
        JSON.stringify(text),
    );
  if (shards !== undefined && shards !== Number(count))
    throw new UserError(`--collector.shards: expected ${count}, as in --collector.shard, found ${shards}`);
  return checkShard({ index: Number(index), count: Number(count) }, text);
}

function checkShard({ index, count }: Shard, text: string): Shard {
  if (count < 1 || count > MOST_SHARDS)
    throw new UserError(`--collector.shards: expected 1 to ${MOST_SHARDS} shards, found ${count}`);
  if (index < count) return { index, count };
  const expected = `expected 0/${count} to ${count - 1}/${count}, because shards count from 0`;
  throw new UserError(`--collector.shard=${text}: ${expected}, found ${index}/${count}`);
}
