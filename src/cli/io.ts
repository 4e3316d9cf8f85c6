/** What a command may touch of the world outside, so that a test can stand in for it. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was asked for goes here. */
  readonly out: (text: string) => void;
  /** Errors and logs go here. */
  readonly err: (text: string) => void;
  /** Whether a person watches, so that colours and the like make sense. */
  readonly interactive: boolean;
  /** Has a listener called whenever the process is told to read its configuration anew. */
  readonly onHangup: (listener: () => void) => void;
  /** Aborted when the process is told to end. */
  readonly signal: AbortSignal;
};
