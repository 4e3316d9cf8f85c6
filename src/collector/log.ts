/** Where the collector logs to: fields first, as pino takes them. */
export type CollectorLog = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/** Logs each of a site's notes when it comes up, and again only after it was gone. */
export function createNoteLog(site: string, log: CollectorLog): (notes: readonly string[]) => void {
  let told: ReadonlySet<string> = new Set();
  return (notes) => {
    for (const note of notes) {
      if (!told.has(note)) log.warn({ site, note }, 'the configuration does not fit what WHMCS lists');
    }
    told = new Set(notes);
  };
}
