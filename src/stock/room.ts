import { type Amount, isMeasured, type Measured, type Measurements, numberOf } from './measure.js';
import { ANY, exactly, isExact, least, less, type Range } from './range.js';

/** How many more units there is room for, by limits of which at least one is measured. */
export type Room = {
  /** Undefined if it is unknown. */
  readonly units: number | undefined;
  /** The limit that leaves the least room, or that is unknown, such as `pool ram`. */
  readonly limit: string;
  /** Why the room is unknown: a query gives no number, or the units in use are not known. */
  readonly why?: 'not_measured' | 'not_counted' | undefined;
};

/** A limit of what there is room for. */
export type Bound = {
  /** What it is called in messages. */
  readonly name: string;
  readonly left: Range;
  readonly isMeasured: boolean;
  /** Whether its query gives no number. */
  readonly isMissing: boolean;
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
    bounds.push({ name, left: remains, isMeasured: isMeasured(capacity), isMissing: total === undefined });
  }
  if (left) {
    const units = measurements(left);
    const isMissing = units === undefined;
    bounds.push({ name, left: isMissing ? ANY : exactly(units), isMeasured: true, isMissing });
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
  if (isKnown) return { units: Math.max(0, left.to), limit: limit.name };
  return { units: undefined, limit: limit.name, why: limit.isMissing ? 'not_measured' : 'not_counted' };
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
  const all = each.flat();
  return [
    {
      ...{ name, left: { from, to } },
      isMeasured: all.some((bound) => bound.isMeasured),
      isMissing: all.some((bound) => bound.isMissing),
    },
  ];
}
