import type { Collecting } from './collecting.js';
import type { Database } from './database.js';
import type { PrometheusCost } from './prometheus-cost.js';
import type { Rules } from './rules.js';
import type { Serving } from './serving.js';
import type { Stalls } from './stalls.js';
import type { Starting } from './starting.js';
import type { Webhook } from './webhook.js';

/** Everything that a run measured. What was not measured is missing. */
export type Results = {
  readonly date: string;
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
