export type WarnLog = { warn(fields: object, message: string): void };

/** Reports an oddity once, however often it is seen. */
export type Report = (key: string, fields: object, message: string) => void;

/** So many oddities of a site are remembered at least. Those before them are forgotten, and would be reported again. */
const REMEMBERED = 5_000;

/** Creates the report of one site. */
export function createReport(site: string, log: WarnLog): Report {
  // Two generations, since to find the oldest of one set takes ever longer the more were deleted from it.
  let young = new Set<string>();
  let old: ReadonlySet<string> = new Set();
  return (key, fields, message) => {
    if (young.has(key) || old.has(key)) return;
    if (young.size >= REMEMBERED) [old, young] = [young, new Set()];
    young.add(key);
    log.warn({ site, ...fields }, message);
  };
}
