import type { Collecting } from './collecting.js';
import type { Database } from './database.js';
import type { PrometheusCost } from './prometheus-cost.js';
import type { Rules } from './rules.js';
import type { Serving } from './serving.js';
import type { Stalls } from './stalls.js';
import type { Starting } from './starting.js';
import type { Webhook } from './webhook.js';

/** Everything that was measured. What was not is missing. */
export type Results = {
  /** When a part was measured, and the load average before: the parts of a page may be of several runs. */
  readonly measured: Readonly<Record<string, { readonly date: string; readonly load: number }>>;
  readonly isQuick: boolean;
  /** Names and versions of what was measured, and the machine. */
  readonly versions: Readonly<Record<string, string>>;
  /** Measurements that failed, and why. */
  readonly failures: readonly string[];
  readonly serving: readonly Serving[];
  readonly stalls: readonly Stalls[];
  readonly collecting: readonly Collecting[];
  readonly starting: readonly Starting[];
  readonly database?: Database;
  readonly webhook: readonly Webhook[];
  readonly prometheus?: PrometheusCost;
  readonly rules?: Rules;
};

/** The results before the first run. */
export const NOTHING: Results = {
  ...{ measured: {}, isQuick: false, versions: {}, failures: [] },
  ...{ serving: [], stalls: [], collecting: [], starting: [], webhook: [] },
};

/** Replaces the parts that a run measured, and keeps the others. */
export function merge(before: Results, run: Results): Results {
  const parts = Object.entries(run).filter(([part]) => Object.hasOwn(run.measured, part));
  const measured = { ...before.measured, ...run.measured };
  return {
    ...before,
    ...Object.fromEntries(parts),
    measured,
    versions: run.versions,
    failures: run.failures,
  };
}
