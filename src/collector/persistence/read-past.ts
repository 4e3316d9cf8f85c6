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

/** What persistence files know of the sites. */
export type Past = {
  /** Returns what is known of a site; undefined if nothing, or of another address. */
  recall(site: SiteConfig): Knowledge | undefined;
  /** Continues the time of the files. */
  readonly steadyTime: SteadyTime;
  /** Why files can't be used, each with what to do. */
  readonly problems: readonly string[];
};

/**
 * Reads persistence files while their exporters run. It takes no lock and writes nothing. A site that is in
 * several files is as in the one that was saved last.
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

/** An exporter may replace the file between the reading of it and of its journal. */
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
  corrupt: 'is damaged and not used; the exporter renames it at its next start, and begins another',
  foreign: 'is not used, because it is no persistence file of the exporter',
  newer: 'is of a later version of the exporter and not used; use the same version for the report',
};

function problemsOf(path: string, { header, problem, journalProblem }: FoundState): readonly string[] {
  if (problem) return [`${path} ${WHY_NOT[problem]}`];
  if (!header)
    return [`${path} does not exist; the exporter creates it when it runs with --persistence.file ${path}`];
  if (!journalProblem) return [];
  return [
    `${journalOf(path)}, the journal of ${path}, is ${JOURNALS[journalProblem]}, so what was sold is not ` +
      'known; the exporter begins another when it writes the file',
  ];
}

const JOURNALS: Readonly<Record<FileProblem | 'missing', string>> = {
  corrupt: 'damaged',
  foreign: 'of another file',
  newer: 'of a later version',
  missing: 'missing',
};

function unreadable(path: string, error: unknown): string {
  if (errorCode(error) === undefined && error instanceof Error) return error.message;
  const code = systemCode(error);
  const cure =
    code === 'EACCES' || code === 'EPERM' ? '; run the report as root, or as the user of the exporter' : '';
  return `${path} can't be read (${code})${cure}`;
}
