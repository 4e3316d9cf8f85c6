import { type Amount, isMeasured, type Measured, type Measurements, numberOf } from './measure.js';
import { ANY, exactly, isExact, least, less, type Range } from './range.js';

/** How many more units the limits leave room for. At least one of the limits is measured. */
export type Room = {
  /** Undefined if it is unknown. */
  readonly units: number | undefined;
  /** The limit that leaves the least room, or that is unknown. For example `pool ram`. */
  readonly limit: string;
  /** Why the room is unknown: a query returned no number, or the units in use are unknown. */
  readonly why?: 'not_measured' | 'not_counted' | undefined;
};

/** What one limit leaves room for. */
export type RoomLimit = {
  /** Its name in messages. */
  readonly name: string;
  readonly left: Range;
  readonly isMeasured: boolean;
  /** Whether its query returned no number. */
  readonly isMissing: boolean;
};

/** The limits that are set on one product, choice, combination or pool. */
export type OwnLimits = {
  /** Units in total. */
  readonly capacity?: Amount | undefined;
  /** Units left. */
  readonly left?: Measured | undefined;
};

/** Returns what the limits of one thing leave room for. @param inUse its units in use. */
export function roomLimitsOf(
  name: string,
  { capacity, left }: OwnLimits,
  inUse: Range,
  measurements: Measurements,
): readonly RoomLimit[] {
  const limits: RoomLimit[] = [];
  if (capacity !== undefined) {
    const total = numberOf(capacity, measurements);
    const remains = total === undefined ? ANY : less(total, inUse);
    limits.push({ name, left: remains, isMeasured: isMeasured(capacity), isMissing: total === undefined });
  }
  if (left) {
    const units = measurements(left);
    const isMissing = units === undefined;
    limits.push({ name, left: isMissing ? ANY : exactly(units), isMeasured: true, isMissing });
  }
  return limits;
}

/** Returns the room that all limits leave together; undefined if none of them is measured. */
export function roomOf(limits: readonly RoomLimit[]): Room | undefined {
  const finite = limits.filter(({ left }) => left.from !== Number.POSITIVE_INFINITY);
  if (!finite.some(({ isMeasured }) => isMeasured)) return undefined;
  const left = least(finite.map(({ left }) => left));
  const isKnown = isExact(left) || left.to <= 0;
  const end = isKnown ? 'to' : 'from';
  const limit = finite.reduce((tightest, next) => (next.left[end] < tightest.left[end] ? next : tightest));
  if (isKnown) return { units: Math.max(0, left.to), limit: limit.name };
  return { units: undefined, limit: limit.name, why: limit.isMissing ? 'not_measured' : 'not_counted' };
}

/** Returns the limit of an option: the sum of what its choices have left. An unlimited choice lifts it. */
export function limitOfOption(
  name: string,
  choices: readonly (readonly RoomLimit[])[],
): readonly RoomLimit[] {
  if (choices.length === 0 || choices.some((limits) => limits.length === 0)) return [];
  let [from, to] = [0, 0];
  for (const limits of choices) {
    const left = least(limits.map((limit) => limit.left));
    from += Math.max(0, left.from);
    to += Math.max(0, left.to);
  }
  const all = choices.flat();
  return [
    {
      ...{ name, left: { from, to } },
      isMeasured: all.some(({ isMeasured }) => isMeasured),
      isMissing: all.some(({ isMissing }) => isMissing),
    },
  ];
}
