import { KIB, readTextFile, TextFileError } from '../text-file.js';

const MOST_BYTES = 64 * KIB;

/**
 * Reads the file of a secret. A byte order mark before it and line ends after it are not part of it.
 *
 * @throws {TextFileError} if it can't be read or is empty.
 */
export async function readSecretFile(path: string): Promise<string> {
  const text = await readTextFile(path, MOST_BYTES);
  const secret = text.replace(/^\uFEFF/, '').replace(/[\r\n]+$/, '');
  if (secret.trim() === '') throw new TextFileError('is empty');
  return secret;
}

/**
 * Returns how a message names a file. A secret may have been put in place of its path, so a text that does
 * not look like a path is not repeated.
 *
 * @param written the path as the configuration has it.
 * @param path the same, from the root.
 */
export function nameFile(written: string, path = written): string {
  const isPath = /[/.]/.test(written) && /^[\p{L}\p{N} /._~@:-]{1,256}$/u.test(written);
  return isPath ? `the file ${path}` : `the file (a name of ${written.length} characters)`;
}
