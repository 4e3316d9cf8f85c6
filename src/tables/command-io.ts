/** The input and output of the commands on tables. */
export type CommandIo = {
  /** Writes results. */
  readonly out: (text: string) => void;
  /** Writes reports and errors. */
  readonly err: (text: string) => void;
  /** Whether the output is a terminal. */
  readonly interactive: boolean;
  readonly signal: AbortSignal;
};
