import type { Problem } from '../capacity/measure-numbers.js';
import type { CollectorLog } from './log.js';
import type { PlannedQuery } from './query-plan.js';

/** Logs how a run of a query ended, if that differs from the run before. */
export type QueryLog = (
  planned: PlannedQuery,
  problem: Problem | undefined,
  warnings: readonly string[],
) => void;

/** Creates the log of one query. */
export function createQueryLog(log: CollectorLog): QueryLog {
  let fault: string | undefined;
  let isDoubted = false;
  return ({ uses }, problem, [warning]) => {
    const [first] = uses;
    const fields = { query: first?.measure.name, site: first?.site, uses: uses.length };
    if (warning !== undefined && !isDoubted)
      log.warn(
        { ...fields, warning },
        'Prometheus warns that the answer to a query for capacity may be wrong',
      );
    isDoubted = warning !== undefined;
    if (problem?.reason === fault) return;
    fault = problem?.reason;
    if (problem)
      log.warn(
        { ...fields, reason: problem.reason, error: problem.message },
        'a query for capacity gave no number; the last one is used until its max_age',
      );
    else log.info(fields, 'a query for capacity gives its number again');
  };
}
