/** What changes within this time is prepared together. */
const PAUSE_MS = 50;

/** Between two preparations at least this many times as long passes as the last one took. */
const PAUSES_PER_WORK = 25;

/**
 * Creates a function that prepares soon what a change has made outdated. Calls before that have no further
 * effect, and however often things change, preparing takes at most a twenty-fifth of the time.
 *
 * @param prepare if it fails, nothing is prepared.
 */
export function createPreparation(prepare: () => Promise<unknown>): () => void {
  let pause = PAUSE_MS;
  let isPlanned = false;

  async function run(): Promise<void> {
    isPlanned = false;
    const began = performance.now();
    await prepare().catch(() => {}); // whoever needs it tries again, and gets the error
    pause = Math.max(PAUSE_MS, PAUSES_PER_WORK * (performance.now() - began));
  }

  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(run, pause).unref(); // does not delay a shutdown
  };
}
