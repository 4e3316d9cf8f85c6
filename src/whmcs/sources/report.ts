export type WarnLog = { warn(fields: object, message: string): void };

/** Reports an oddity once, however often it is seen. */
export type Report = (key: string, fields: object, message: string) => void;

/** Oddities of a site that are remembered. Beyond them the oldest is forgotten, and would be reported again. */
const MOST_REMEMBERED = 10_000;

/** Creates the report of one site. */
export function createReport(site: string, log: WarnLog): Report {
  const reported = new Set<string>();
  return (key, fields, message) => {
    if (reported.has(key)) return;
    const [oldest] = reported;
    if (reported.size >= MOST_REMEMBERED && oldest !== undefined) reported.delete(oldest);
    reported.add(key);
    log.warn({ site, ...fields }, message);
  };
}
