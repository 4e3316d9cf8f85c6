import { groupsOf } from './groups.js';
import { createFamilyJoiner, isSame, type Joined, joinAgain } from './joined.js';
import type { Segment } from './segment.js';
import { endOfList, listStock, type PublishedStock } from './stock-list.js';

/** Sites that are listed together. Listing all of a thousand sites takes ten times as long as the rest. */
const SITES_TOGETHER = 32;

/** The stock of all sites, one segment per family. */
export type JoinedStock = {
  readonly segments: readonly Segment[];
  /** The steady time in ms at which they change next because stock of a site expires. */
  readonly expiresAt: number;
};

/** Neighbours in the list of sites. */
type Group = {
  readonly sites: readonly PublishedStock[];
  readonly expiresAt: number;
  /** The samples of each family, without its header. */
  readonly samples: readonly Joined[];
};

/**
 * Creates a function that joins the stock of sites. After a change of one of many, it lists only a few again.
 *
 * @param headers of all families.
 */
export function createStockJoiner(
  headers: readonly Segment[],
): (sites: readonly PublishedStock[], now: number) => JoinedStock {
  const joinFamilies = createFamilyJoiner();
  let groups: readonly Group[] = [];
  return (sites, now) => {
    const before = groups;
    groups = groupsOf(sites, SITES_TOGETHER).map((members, index) => joinGroup(members, before[index], now));
    return {
      segments: joinFamilies(headers, groups),
      expiresAt: Math.min(...groups.map(({ expiresAt }) => expiresAt)),
    };
  };
}

function joinGroup(sites: readonly PublishedStock[], before: Group | undefined, now: number): Group {
  if (before && now < before.expiresAt && isSame(before.sites, sites)) return before;
  const samples = listStock(sites, now).map((of, family) => joinAgain(of, before?.samples[family]));
  return { sites, expiresAt: endOfList(sites, now), samples };
}
