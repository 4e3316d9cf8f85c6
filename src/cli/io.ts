import { setMaxListeners } from 'node:events';

/** What a command may use of the outside world, so that a test can stand in for it. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results go here. */
  readonly out: (text: string) => void;
  /** Errors and logs go here. */
  readonly err: (text: string) => void;
  /** Bytes of `err` that nobody has read yet. */
  readonly unread: () => number;
  /** Whether both outputs are a terminal, so that a person watches. */
  readonly interactive: boolean;
  /** Sets the listener for SIGHUP, which asks for a reload. A signal that came earlier reaches it at once. */
  readonly onHangup: (listener: () => void) => void;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
};

/** Returns whether to color what is printed: on a terminal, unless the user asks for none (no-color.org). */
export const usesColors = ({ interactive, env }: Pick<Io, 'interactive' | 'env'>): boolean =>
  interactive && !env.NO_COLOR && env.TERM !== 'dumb';

/**
 * Returns the same outside world for a command that reloads nothing: SIGHUP, as of a closed terminal, asks it
 * to end.
 */
export function endOnHangup(io: Io): Io {
  const hungUp = new AbortController();
  io.onHangup(() => hungUp.abort());
  const signal = AbortSignal.any([io.signal, hungUp.signal]);
  setMaxListeners(0, signal); // every call to every site listens to it
  return { ...io, onHangup() {}, signal };
}
