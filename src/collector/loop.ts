import { intervalInForce } from './back-off.js';
import type { Heartbeat } from './heartbeat.js';

export type LoopDeps = {
  readonly heartbeat: Heartbeat;
  /**
   * The wait after a turn that threw, in ms. It doubles with every further failure in a row, as
   * `intervalInForce` says.
   */
  readonly pauseMs: number;
  /** Called with every error that a turn throws. */
  readonly failed: (error: unknown) => void;
};

/**
 * Repeats a turn until the signal aborts. A turn that throws does not end the loop: the error is reported and
 * the next turn waits, so that a bug neither stops a site for good nor keeps the processor busy.
 */
export async function repeat(
  turn: () => Promise<void>,
  { heartbeat, pauseMs, failed }: LoopDeps,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await turn();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      failed(error);
      await heartbeat.sleep(intervalInForce(pauseMs, failures), signal);
    }
  }
}
