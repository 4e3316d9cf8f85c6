import { type Clock, createSteadyTime, type SteadyTime } from '../clock.js';
import { type BootTime, elapsedBetween } from './boot-time.js';
import { type FoundState, withoutStock } from './read-state.js';
import type { SavedState } from './state-records.js';

/** The state of a file, continued to now. */
export type RestoredState = {
  readonly state: SavedState;
  /** Continues the steady time of the process that saved the state. */
  readonly steadyTime: SteadyTime;
  /** The time in ms since the state was saved; undefined if it is unknown, because the clock was set back. */
  readonly elapsedMs: number | undefined;
};

/** Returns the state of a file. The stock is left out if its age is unknown. */
export function restoreState(
  { header, ...state }: FoundState,
  clock: Pick<Clock, 'now' | 'monotonic'>,
  boot: () => BootTime,
): RestoredState {
  if (!header) return { state, steadyTime: createSteadyTime(clock), elapsedMs: undefined };
  const elapsedMs = elapsedBetween(header.saved, { at: clock.now(), boot: boot() });
  const steadyTime = createSteadyTime(clock, header.saved.at + (elapsedMs ?? 0));
  return { state: elapsedMs === undefined ? withoutStock(state) : state, steadyTime, elapsedMs };
}
