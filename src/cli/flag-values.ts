import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../config/duration.js';

/** Parses a whole number of up to six digits. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** Parses a port. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}

/** Parses a duration of a second or more, in ms. */
export function durationText(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1_000) throw new InvalidArgumentError('Expected a duration such as 30s.');
  return ms;
}

/** Parses the path of a file. */
export function filePath(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.');
  return text;
}
