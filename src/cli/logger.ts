import { type Logger, pino } from 'pino';
import { type Io, usesColors } from './io.js';
import type { LogOptions } from './log-options.js';

/** A logger of one event a line, with the time in ISO form and the level as a word. Writes on the spot: no line is lost at exit. */
export async function createLogger(
  { level, format }: LogOptions,
  io: Pick<Io, 'err' | 'interactive' | 'env'>,
): Promise<Logger> {
  const destination = { write: io.err };
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (format === 'json') return pino(options, destination);
  return pino(options, await prettyDestination(destination, usesColors(io)));
}

async function prettyDestination(destination: { write(text: string): void }, colorize: boolean) {
  const { default: pinoPretty } = await import('pino-pretty');
  const format = pinoPretty.prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return { write: (line: string) => destination.write(format(line)) };
}
