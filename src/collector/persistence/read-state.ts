import { readFile, stat } from 'node:fs/promises';
import { errorCode } from '../../error-code.js';
import type { SiteFacts } from '../../stock/facts.js';
import type { Moment } from './boot-time.js';
import type { KeptSite } from './kept-site.js';
import { decodeJournal, decodeState, type FileProblem } from './state-file.js';
import { addUp, NO_STATE, type SavedState } from './state-records.js';

/** What a file and its journal hold. */
export type FoundState = SavedState & {
  /** The id of the state, and when it was saved; undefined if there is none. */
  readonly header: { readonly id: string; readonly saved: Moment } | undefined;
  /** Why the file can't be used; undefined if it can, or there is none. */
  readonly problem: FileProblem | undefined;
  /** Why the journal can't be used. It is `missing` if changes could not be written to it. */
  readonly journalProblem: FileProblem | 'missing' | undefined;
};

export const NOTHING_FOUND: FoundState = {
  ...NO_STATE,
  header: undefined,
  problem: undefined,
  journalProblem: undefined,
};

export const journalOf = (path: string): string => `${path}.journal`;

const LARGEST_BYTES = 2 ** 31 - 1;

/**
 * Reads a state. Stock and counters are left out if the journal is missing, damaged or of another file,
 * because those that were shown may have been newer.
 *
 * @throws the error of the system if a file can't be read.
 */
export async function readState(path: string): Promise<FoundState> {
  const bytes = await readBytes(path);
  if (!bytes) return NOTHING_FOUND;
  const state = await decodeState(bytes);
  if (typeof state === 'string') return { ...NOTHING_FOUND, problem: state };
  const { header } = state;
  const found = { header, problem: undefined };
  const journalBytes = await readBytes(journalOf(path));
  const journal = journalBytes?.length ? await decodeJournal(journalBytes) : 'missing';
  if (typeof journal === 'object' && [header.id, header.replaced].includes(journal.header.follows))
    return { ...found, ...(await addUp([...state.records, ...journal.records])), journalProblem: undefined };
  const journalProblem = typeof journal === 'object' ? 'foreign' : journal;
  return { ...found, ...withoutCounters(await addUp(state.records)), journalProblem };
}

/** Returns the content of a file; undefined if it does not exist. */
async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error(`${path} is not a regular file`);
    if (found.size > LARGEST_BYTES) throw new Error(`${path} is larger than 2 GiB`);
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Returns a state without stock, whose age is unknown if the clock was set back. */
export const withoutStock = (state: SavedState): SavedState =>
  mapSites(state, (site) => ({
    ...site,
    counted: new Map(),
    measured: [],
    memory: { ...site.memory, last: undefined, facts: withoutNumbers(site.memory.facts) },
  }));

/** Returns facts without the last numbers, which would be kept if the next reading lacks them. */
const withoutNumbers = ({ products, groups }: SiteFacts): SiteFacts => ({
  products: Object.fromEntries(
    Object.entries(products).map(([id, record]) => [id, { ...record, quantity: undefined }]),
  ),
  groups,
});

/** Returns a state without stock and counters, which then start at 0. Prometheus knows that from restarts. */
const withoutCounters = (state: SavedState): SavedState =>
  mapSites(withoutStock(state), (site) => ({
    ...site,
    history: undefined,
    memory: { ...site.memory, movement: new Map() },
  }));

const mapSites = ({ sites, nonces }: SavedState, change: (site: KeptSite) => KeptSite): SavedState => ({
  sites: new Map([...sites].map(([name, site]) => [name, change(site)])),
  nonces,
});
