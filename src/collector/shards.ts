import { createHash } from 'node:crypto';

/** Which part of all sites a process collects. */
export type Shard = {
  /** From 0. */
  readonly index: number;
  readonly count: number;
};

/**
 * Returns the index of the shard that collects a site: the one whose digest with the site is the highest
 * (rendezvous hashing). Another number of shards moves as few sites as possible.
 */
export function ownerOf(site: string, count: number): number {
  let [owner, highest] = [0, -1];
  for (let index = 0; index < count; index += 1) {
    const weight = createHash('sha256').update(`${index} ${site}`).digest().readUIntBE(0, 6);
    if (weight > highest) [owner, highest] = [index, weight];
  }
  return owner;
}
