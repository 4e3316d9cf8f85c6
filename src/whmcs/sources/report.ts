export type WarnLog = { warn(fields: object, message: string): void };

/** Reports a problem once per key. */
export type Report = (key: string, fields: object, message: string) => void;

/** Problems per site that are remembered at least. Older ones are forgotten and would be reported again. */
const REMEMBERED = 5_000;

/** Creates the report of one site. */
export function createReport(site: string, log: WarnLog): Report {
  // Two generations, because finding the oldest entry of one Set gets slower with every deletion.
  let young = new Set<string>();
  let old: ReadonlySet<string> = new Set();
  return (key, fields, message) => {
    if (young.has(key) || old.has(key)) return;
    if (young.size >= REMEMBERED) [old, young] = [young, new Set()];
    young.add(key);
    log.warn({ site, ...fields }, message);
  };
}
