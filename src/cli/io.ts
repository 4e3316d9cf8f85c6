import { setMaxListeners } from 'node:events';

/** Everything a command uses of its process. Tests replace it. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes results. */
  readonly out: (text: string) => void;
  /** Writes errors and logs. */
  readonly err: (text: string) => void;
  /** Reads a secret from a terminal, which does not show it, or from the standard input. */
  readonly readSecret: (prompt: string) => Promise<string>;
  /** Returns the bytes written to `err` that have not been read yet. */
  readonly unread: () => number;
  /** Whether both outputs are a terminal. */
  readonly interactive: boolean;
  /** Sets the listener for SIGHUP. If the signal came earlier, the listener is called immediately. */
  readonly onHangup: (listener: () => void) => void;
  /** Aborts on SIGINT, SIGTERM, and when standard output fails. */
  readonly signal: AbortSignal;
  readonly engine: Engine;
};

/** Sets V8 for the whole process, and so for all tests of a process. */
export type Engine = {
  /** Allows more garbage the more sites there are. */
  readonly makeRoomForSites: (sites: number) => void;
  /** Compiles functions when they are first called. */
  readonly compileEarly: () => void;
};

/** Returns whether to print in color: only on a terminal, and not if `NO_COLOR` is set (no-color.org). */
export const usesColors = ({ interactive, env }: Pick<Io, 'interactive' | 'env'>): boolean =>
  interactive && !env.NO_COLOR && env.TERM !== 'dumb';

/**
 * Returns an `Io` on which SIGHUP aborts the signal. It is for commands that do not reload: a closed terminal
 * ends them.
 */
export function endOnHangup(io: Io): Io {
  const hungUp = new AbortController();
  io.onHangup(() => hungUp.abort());
  const signal = AbortSignal.any([io.signal, hungUp.signal]);
  setMaxListeners(0, signal); // every API call adds a listener
  return { ...io, onHangup() {}, signal };
}
