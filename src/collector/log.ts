/** Where the collector logs to: fields first, as pino takes them. */
export type CollectorLog = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/** Returns a function that logs each of a site's notes when it appears, and again only after it was gone. */
export function createNoteLog(site: string, log: CollectorLog): (notes: readonly string[]) => void {
  let logged: ReadonlySet<string> = new Set();
  return (notes) => {
    for (const note of notes) {
      if (!logged.has(note)) log.warn({ site, note }, 'a limit has no effect, or some stock is not shown');
    }
    logged = new Set(notes);
  };
}
