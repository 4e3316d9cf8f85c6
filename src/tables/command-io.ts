/** What the commands on tables use of the outside world. */
export type CommandIo = {
  /** Writes what was asked for. */
  readonly out: (text: string) => void;
  /** Writes reports and errors. */
  readonly err: (text: string) => void;
  /** Whether a person watches. */
  readonly interactive: boolean;
  readonly signal: AbortSignal;
};

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
