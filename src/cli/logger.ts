import { type Logger, pino } from 'pino';
import pinoPretty from 'pino-pretty';
import type { Io } from './io.js';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export const LOG_FORMATS = ['json', 'pretty'] as const;

export type LogOptions = {
  readonly level: (typeof LOG_LEVELS)[number];
  readonly format: (typeof LOG_FORMATS)[number];
};

/** A logger of one event a line, with the time in ISO form and the level as a word. Writes on the spot: no line is lost at exit. */
export function createLogger({ level, format }: LogOptions, io: Pick<Io, 'err' | 'interactive'>): Logger {
  const destination = { write: io.err };
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (format === 'json') return pino(options, destination);
  return pino(options, prettyDestination(destination, io.interactive));
}

function prettyDestination(destination: { write(text: string): void }, colorize: boolean) {
  const format = pinoPretty.prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return { write: (line: string) => destination.write(format(line)) };
}
