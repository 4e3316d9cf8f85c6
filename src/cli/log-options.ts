import type { Io } from './io.js';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export const LOG_FORMATS = ['auto', 'json', 'pretty'] as const;

export type LogOptions = {
  readonly level: (typeof LOG_LEVELS)[number];
  readonly format: 'json' | 'pretty';
};

/** Returns the log format: `auto` is pretty on a terminal and JSON elsewhere. */
export function resolveFormat(
  format: (typeof LOG_FORMATS)[number],
  { interactive }: Pick<Io, 'interactive'>,
): LogOptions['format'] {
  if (format !== 'auto') return format;
  return interactive ? 'pretty' : 'json';
}
