export type WarnLog = { warn(fields: object, message: string): void };

/** Tells of an oddity once, however often it is met. */
export type Report = (key: string, fields: object, message: string) => void;

/** Makes the report of one site. */
export function createReport(site: string, log: WarnLog): Report {
  const reported = new Set<string>();
  return (key, fields, message) => {
    if (reported.has(key)) return;
    reported.add(key);
    log.warn({ site, ...fields }, message);
  };
}
