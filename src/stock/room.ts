import { type Amount, isMeasured, type Measured, type Measurements, numberOf } from './measure.js';
import { ANY, exactly, isExact, least, less, type Range } from './range.js';

/** How many more units there is room for, by limits of which at least one is measured. */
export type Room = {
  /** Undefined if it is unknown. */
  readonly units: number | undefined;
  /** The limit that leaves the least room, or that is unknown, such as `pool ram`. */
  readonly limit: string;
};

/** A limit of what there is room for. */
export type Bound = {
  /** What it is called in messages. */
  readonly name: string;
  readonly left: Range;
  readonly isMeasured: boolean;
};

/** The limits that something can have of its own. */
export type OwnLimits = {
  /** Units in total. */
  readonly capacity?: Amount | undefined;
  /** Units left. */
  readonly left?: Measured | undefined;
};

/** Returns the bounds by the limits of one thing. @param inUse its units in use. */
export function ownBounds(
  name: string,
  { capacity, left }: OwnLimits,
  inUse: Range,
  measurements: Measurements,
): readonly Bound[] {
  const bounds: Bound[] = [];
  if (capacity !== undefined) {
    const total = numberOf(capacity, measurements);
    const remains = total === undefined ? ANY : less(total, inUse);
    bounds.push({ name, left: remains, isMeasured: isMeasured(capacity) });
  }
  if (left) {
    const units = measurements(left);
    bounds.push({ name, left: units === undefined ? ANY : exactly(units), isMeasured: true });
  }
  return bounds;
}

/** Returns the room that bounds leave; undefined if none of them is measured. */
export function roomOf(bounds: readonly Bound[]): Room | undefined {
  const finite = bounds.filter(({ left }) => left.from !== Number.POSITIVE_INFINITY);
  if (!finite.some((bound) => bound.isMeasured)) return undefined;
  const left = least(finite.map((bound) => bound.left));
  const isKnown = isExact(left) || left.to <= 0;
  const end = isKnown ? 'to' : 'from';
  const limit = finite.reduce((tightest, bound) => (bound.left[end] < tightest.left[end] ? bound : tightest));
  return { units: isKnown ? Math.max(0, left.to) : undefined, limit: limit.name };
}

/** Returns the bound of one of several things that exclude each other, by the sum of their bounds. */
export function boundOfAny(name: string, each: readonly (readonly Bound[])[]): readonly Bound[] {
  if (each.length === 0 || each.some((bounds) => bounds.length === 0)) return [];
  let [from, to] = [0, 0];
  for (const bounds of each) {
    const left = least(bounds.map((bound) => bound.left));
    from += Math.max(0, left.from);
    to += Math.max(0, left.to);
  }
  const someMeasured = each.some((bounds) => bounds.some((bound) => bound.isMeasured));
  return [{ name, left: { from, to }, isMeasured: someMeasured }];
}
