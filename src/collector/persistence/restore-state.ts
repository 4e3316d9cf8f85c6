import { type Clock, createSteadyTime, type SteadyTime } from '../clock.js';
import { type BootTime, elapsedBetween } from './boot-time.js';
import { type FoundState, withoutStock } from './read-state.js';
import type { SavedState } from './state-records.js';

/** What a file says about now. */
export type RestoredState = {
  readonly state: SavedState;
  /** Continues where the process that saved the state ended. */
  readonly steadyTime: SteadyTime;
  /** The time in ms since the state was saved; undefined if it is unknown, because the clock was set back. */
  readonly elapsedMs: number | undefined;
};

/** Returns what was found, without the stock if nobody knows how old it is. */
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
