import { EMPTY_SEGMENT, joinSegments, type Segment } from './segment.js';

/** A segment, and those that it was joined from. */
export type Joined = { readonly of: readonly Segment[]; readonly segment: Segment };

/** Joins segments to one. @param before a result, which is returned if it is of the same segments. */
export const joinAgain = (of: readonly Segment[], before: Joined | undefined): Joined =>
  before && isSame(before.of, of) ? before : { of, segment: joinSegments(of) };

/** The samples of some sites, of each family in the order of the headers. */
type Group = { readonly samples: readonly { readonly segment: Segment }[] };

/**
 * Creates a function that joins the samples of all groups to one segment per family, which begins with the
 * header. A family without samples has none. It looks only at groups that are not the same as the last time.
 */
export function createFamilyJoiner(): (
  headers: readonly Segment[],
  groups: readonly Group[],
) => readonly Segment[] {
  let before: readonly Group[] = [];
  let families: readonly Segment[] = [];
  return (headers, groups) => {
    const changed = [...groups.keys()].filter((index) => groups[index] !== before[index]);
    const isChanged = (family: number) =>
      groups.length !== before.length ||
      changed.some((index) => groups[index]?.samples[family] !== before[index]?.samples[family]);
    families = headers.map((header, family) => {
      const known = families[family];
      return known && !isChanged(family) ? known : joinFamily(header, groups, family);
    });
    before = groups;
    return families.filter(isNotEmpty);
  };
}

function joinFamily(header: Segment, groups: readonly Group[], family: number): Segment {
  const segments = groups.map(({ samples }) => samples[family]?.segment ?? EMPTY_SEGMENT).filter(isNotEmpty);
  return segments.length === 0 ? EMPTY_SEGMENT : joinSegments([header, ...segments]);
}

const isNotEmpty = ({ deflated }: Segment): boolean => deflated.length > 0;

/** Returns whether two lists have the same elements. */
export const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((element, index) => element === other[index]);
