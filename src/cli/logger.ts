import { type Logger, pino } from 'pino';
import { type Io, usesColors } from './io.js';
import type { LogOptions } from './log-options.js';

/** Beyond this many unread bytes log lines are dropped; a reader that stalls would fill the memory otherwise. */
const MOST_UNREAD = 1_000_000;

/**
 * Creates a logger of one event a line, with the time in ISO form and the level as a word. It writes at once, so that no line is
 * lost at exit. Lines that find the log unread for too long are dropped, and counted in a line as soon as it is read again.
 */
export async function createLogger(
  { level, format }: LogOptions,
  io: Pick<Io, 'err' | 'unread' | 'interactive' | 'env'>,
): Promise<Logger> {
  let dropped = 0;
  const destination = {
    write(line: string) {
      if (io.unread() > MOST_UNREAD) {
        dropped += 1;
        return;
      }
      const missing = dropped;
      dropped = 0;
      if (missing > 0) logger.warn({ lines: missing }, 'log lines were dropped because nothing read the log');
      io.err(line);
    },
  };
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger: Logger =
    format === 'json'
      ? pino(options, destination)
      : pino(options, await prettyDestination(destination, usesColors(io)));
  return logger;
}

async function prettyDestination(destination: { write(text: string): void }, colorize: boolean) {
  const { default: pinoPretty } = await import('pino-pretty');
  const format = pinoPretty.prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return { write: (line: string) => destination.write(format(line)) };
}
