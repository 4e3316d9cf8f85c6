import { InvalidArgumentError } from 'commander';

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

/** Parses the path of a file. */
export function filePath(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.');
  return text;
}
