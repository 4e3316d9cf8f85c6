import type { CollectorLog } from './log.js';

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
