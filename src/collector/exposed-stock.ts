import type { Movement } from '../stock/movement.js';
import type { Snapshot } from '../stock/snapshot.js';

/** The last snapshot of a site, and which parts of it are recent enough to be exposed. */
export type ExposedStock = {
  readonly snapshot: Snapshot;
  readonly movement: Movement;
  readonly hasProducts: boolean;
  readonly hasOptions: boolean;
  /** Unix time in ms of the oldest reading in it. */
  readonly readAt: number;
};
