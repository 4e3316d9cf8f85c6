import type { SiteTask, SiteTelemetry } from '../metrics/site-telemetry.js';
import type { CollectorLog } from './log.js';

/**
 * Counts and logs an unexpected error: a bug, such as an answer that the decoder can't handle.
 */
export type ReportBug = (task: SiteTask, error: unknown) => void;

/**
 * Creates the bug report of one site. It never throws, so it is safe in the last handler of an error.
 */
export function createBugReport(telemetry: SiteTelemetry, log: CollectorLog): ReportBug {
  const attempts = (task: SiteTask, error: unknown): readonly (() => void)[] => [
    () => telemetry.unexpectedError(task),
    () =>
      log.error(
        { site: telemetry.site, task, err: error },
        'unexpected error, please report it; the site continues',
      ),
  ];
  return (task, error) => {
    for (const attempt of attempts(task, error)) {
      try {
        attempt();
      } catch {} // the log itself failed
    }
  };
}
