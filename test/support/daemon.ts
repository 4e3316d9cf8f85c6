import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from './program.js';

/** How long a busy machine may take. A test's limit is longer, so that the last answer is shown. */
const PATIENCE_MS = 100_000;

/** The limit of a test that waits several times, each of which may take that long on a busy machine. */
export const SEVERAL_WAITS_MS = 600_000;

/**
 * Starts a server of the Prometheus project on a free port, and resolves once it is ready.
 * `close` stops it, and it alone.
 *
 * @param argv everything except the address to listen on.
 */
export async function startDaemon(
  program: string,
  argv: readonly string[],
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const env = { ...process.env, TZ: 'UTC' };
  const daemon = startProgram(program, [...argv, '--web.listen-address=127.0.0.1:0'], { env });
  const close = async () => void (await daemon.terminate());
  try {
    const [, address] = await daemon.until(/msg="Listening on".* address=(\S+)/);
    const url = `http://${address}`;
    await askUntil(
      async () => (await fetch(`${url}/-/ready`)).ok,
      (ready) => ready,
    );
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Asks again until the answer satisfies, and returns it. */
export async function askUntil<T>(ask: () => Promise<T>, satisfied: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (Date.now() > end) throw new Error(`after ${PATIENCE_MS} ms still ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}
