import type { Pool } from '../../stock/limits.js';
import type { Cursor } from '../cursor.js';
import type { ParsedPool } from './limits-schema.js';
import type { MeasureBook } from './measure-book.js';

/**
 * Returns the pools of a site.
 *
 * @param book collects their queries.
 * @param place the position of `pools`.
 */
export const readPools = (
  pools: readonly ParsedPool[] | undefined,
  book: MeasureBook,
  place: Cursor,
): readonly Pool[] =>
  (pools ?? []).map(({ name, unit, draws, ...limits }, index) => ({
    ...{ name, unit, draws },
    ...book.resolve(limits, { what: `pool ${name}`, cursor: place.at(index), unit }),
  }));
