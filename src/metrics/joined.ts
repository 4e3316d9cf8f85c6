import { EMPTY_SEGMENT, joinSegments, type Segment } from './segment.js';

/** A segment, and those that it was joined from. */
export type Joined = { readonly of: readonly Segment[]; readonly segment: Segment };

/** Joins segments to one. @param before a result, which is returned if it is of the same segments. */
export const joinAgain = (of: readonly Segment[], before: Joined | undefined): Joined =>
  before && isSame(before.of, of) ? before : { of, segment: joinSegments(of) };

/**
 * Joins the samples of all groups of sites to one segment per family, which begins with the header. A family
 * without samples has none.
 *
 * @param groups of each group the samples of all families, in the order of the headers.
 * @param before the last result, from which families with the same samples are taken.
 */
export const joinFamilies = (
  headers: readonly Segment[],
  groups: readonly (readonly { readonly segment: Segment }[])[],
  before: readonly Joined[],
): readonly Joined[] =>
  headers.map((header, family) => {
    const of = [header];
    for (const samples of groups) {
      const segment = samples[family]?.segment ?? EMPTY_SEGMENT;
      if (isNotEmpty(segment)) of.push(segment);
    }
    return joinAgain(of.length === 1 ? [] : of, before[family]);
  });

/** Returns the segments of families, except of those without samples. */
export const segmentsOf = (families: readonly Joined[]): readonly Segment[] =>
  families.map(({ segment }) => segment).filter(isNotEmpty);

const isNotEmpty = ({ deflated }: Segment): boolean => deflated.length > 0;

/** Returns whether two lists have the same elements. */
export const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((element, index) => element === other[index]);
