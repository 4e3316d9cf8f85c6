import { setTimeout as sleep } from 'node:timers/promises';
import type { SiteConfig } from '../../config/config.js';
import { errorCode, systemCode } from '../../error-code.js';
import { createSteadyTime, type SteadyTime, systemClock } from '../clock.js';
import type { Knowledge } from '../site-memory.js';
import { readBootTime } from './boot-time.js';
import type { KeptSite } from './kept-site.js';
import { type FoundState, journalOf, readState } from './read-state.js';
import { restoreState } from './restore-state.js';
import type { FileProblem } from './state-file.js';
import { StateStore } from './state-store.js';

/** The saved knowledge of the sites. */
export type Past = {
  /** Returns the knowledge of a site; undefined if there is none for its address. */
  recall(site: SiteConfig): Knowledge | undefined;
  /** The steady time of the files, continued. */
  readonly steadyTime: SteadyTime;
  /** Problems with the files, each with its solution. */
  readonly problems: readonly string[];
};

/**
 * Reads persistence files while their exporters run. It takes no lock and writes nothing. If several files
 * contain a site, the file that was saved last counts.
 */
export async function readPast(paths: readonly string[]): Promise<Past> {
  const sites = new Map<string, KeptSite>();
  const problems: string[] = [];
  const found: { readonly path: string; readonly state: FoundState }[] = [];
  for (const path of paths) {
    try {
      const state = await readSteady(path);
      problems.push(...problemsOf(path, state));
      found.push({ path, state });
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  let newest = Number.NEGATIVE_INFINITY;
  for (const { path, state } of found.toSorted((one, other) => savedAt(one.state) - savedAt(other.state))) {
    const restored = restoreState(state, systemClock, readBootTime);
    if (state.header && restored.elapsedMs === undefined)
      problems.push(`the clock was set back since ${path} was written, so its stock is not used`);
    newest = Math.max(newest, restored.steadyTime());
    for (const [name, site] of restored.state.sites) sites.set(name, site);
  }
  const store = new StateStore({ sites, nonces: new Map() }, async () => {});
  return {
    recall: (site) => store.recall(site),
    steadyTime: createSteadyTime(systemClock, newest),
    problems,
  };
}

const savedAt = ({ header }: FoundState): number => header?.saved.at ?? Number.NEGATIVE_INFINITY;

/** A file and its journal that don't match are read again: the exporter may be replacing them. */
const ATTEMPTS = 4;
const PAUSE_MS = 100;

async function readSteady(path: string): Promise<FoundState> {
  let found = await readState(path);
  for (let attempt = 1; attempt < ATTEMPTS && found.journalProblem; attempt += 1) {
    await sleep(PAUSE_MS);
    found = await readState(path);
  }
  return found;
}

const WHY_NOT: Readonly<Record<FileProblem, string>> = {
  corrupt: 'is damaged and not used; the exporter renames it at its next start and creates a new one',
  foreign: 'is not used, because it is not a persistence file of the exporter',
  newer: 'comes from a later version of the exporter and is not used; run the report with that version',
};

function problemsOf(path: string, { header, problem, journalProblem }: FoundState): readonly string[] {
  if (problem) return [`${path} ${WHY_NOT[problem]}`];
  if (!header)
    return [`${path} does not exist; the exporter creates it when it runs with --persistence.file ${path}`];
  if (!journalProblem) return [];
  return [
    `${journalOf(path)}, the journal of ${path}, ${JOURNALS[journalProblem]}, so the units sold are ` +
      'unknown; the exporter creates a new journal when it writes the file',
  ];
}

const JOURNALS: Readonly<Record<FileProblem | 'missing', string>> = {
  corrupt: 'is damaged',
  foreign: 'belongs to another file',
  newer: 'comes from a later version',
  missing: 'is missing',
};

function unreadable(path: string, error: unknown): string {
  if (errorCode(error) === undefined && error instanceof Error) return error.message;
  const code = systemCode(error);
  const cure =
    code === 'EACCES' || code === 'EPERM' ? '; run the report as root, or as the user of the exporter' : '';
  return `${path} can't be read (${code})${cure}`;
}
