/** What a command may touch of the world outside, so that a test can stand in for it. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was asked for goes here. */
  readonly out: (text: string) => void;
  /** Errors and logs go here. */
  readonly err: (text: string) => void;
  /** Whether both outputs are a terminal, so that a person watches. */
  readonly interactive: boolean;
  /** Calls the listener whenever the process is told to reload its configuration. */
  readonly onHangup: (listener: () => void) => void;
  /** Aborted when the process is told to end. */
  readonly signal: AbortSignal;
};

/** Returns whether to color what is printed: on a terminal, unless the user asks for none (no-color.org). */
export const usesColors = ({ interactive, env }: Pick<Io, 'interactive' | 'env'>): boolean =>
  interactive && !env.NO_COLOR && env.TERM !== 'dumb';
