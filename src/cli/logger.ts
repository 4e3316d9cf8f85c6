import { pino, stdTimeFunctions } from 'pino';
import { type Clock, systemClock } from '../collector/clock.js';
import type { CollectorLog } from '../collector/log.js';
import type { Redact } from '../config/secrets/redactor.js';
import { type Io, usesColors } from './io.js';
import { shorten } from './log-fields.js';
import { createLogLimit } from './log-limit.js';
import type { LogOptions } from './log-options.js';

/**
 * Log lines are dropped above this many unread bytes. Otherwise a stalled reader would fill the memory.
 */
const MOST_UNREAD = 1_000_000;

export type LoggerDeps = {
  readonly io: Pick<Io, 'err' | 'unread' | 'interactive' | 'env' | 'signal'>;
  readonly redact: Redact;
  readonly clock?: Pick<Clock, 'monotonic' | 'sleep'>;
};

/**
 * Creates a logger that writes one event per line, with an ISO time and the level as a word. It writes
 * synchronously, so that no line is lost at exit. Lines have a maximum length. Lines with the same level,
 * site and message are limited per minute. If the log is not read, lines are dropped; how many is logged once
 * it is read again.
 */
export async function createLogger({ level, format }: LogOptions, deps: LoggerDeps): Promise<CollectorLog> {
  const { io, redact, clock = systemClock } = deps;
  const isAdmitted = createLogLimit(clock, io.signal);
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
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(
    options,
    format === 'json' ? destination : await prettyDestination(destination, usesColors(io)),
  );

  const log =
    (level: LogOptions['level']) =>
    (fields: LogFields, message: string): void => {
      if (!logger.isLevelEnabled(level)) return;
      const { site } = fields;
      const summarize = (missed: number) =>
        logger[level]({ site, lines: missed }, `… ${missed} more like this within a minute: ${message}`);
      if (isAdmitted(`${level} ${site} ${message}`, summarize))
        logger[level](shorten(fields, redact), message);
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

type LogFields = { readonly site?: unknown };

async function prettyDestination(destination: { write(text: string): void }, colorize: boolean) {
  const { default: pinoPretty } = await import('pino-pretty');
  const format = pinoPretty.prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return { write: (line: string) => destination.write(format(line)) };
}
