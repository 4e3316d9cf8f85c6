import { isUtf8 } from 'node:buffer';
import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { systemCode } from '../error-code.js';
import { reportFile } from './read-files.js';

export const KIB = 2 ** 10;
export const MIB = 2 ** 20;

/** A file that can't be read as text. The message continues a sentence that begins with the file's name. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';

  constructor(
    message: string,
    /** From 1. */
    readonly line = 1,
    /** The operating system's code, such as `ENOENT`. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/**
 * Reads a text file in UTF-8. A byte order mark is kept. Never waits for a pipe or a device.
 *
 * @param mostBytes the largest size to read.
 * @throws {TextFileError} if there is no such file, it is not a regular file, too large, or not UTF-8.
 */
export async function readTextFile(path: string, mostBytes: number): Promise<string> {
  const read = readFileBytes(path, mostBytes);
  read.then(
    (bytes) => reportFile(path, mostBytes, bytes),
    (error: Error) => reportFile(path, mostBytes, error),
  );
  const bytes = await read;
  checkEncoding(bytes);
  return bytes.toString('utf8');
}

/**
 * Reads a file. Never waits for a pipe or a device.
 *
 * @throws {TextFileError} if there is no such file, it is not a regular file, or too large.
 */
export async function readFileBytes(path: string, mostBytes: number): Promise<Buffer> {
  if (path.includes('\0')) throw new TextFileError('has a NUL character in its path');
  const kind = kindOf(await stat(path).catch(refused));
  if (kind !== undefined) throw new TextFileError(`is ${kind}, not a regular file`);
  const bytes = await readBytes(path, mostBytes).catch(refused);
  if (bytes.length > mostBytes) throw new TextFileError(`is larger than ${sizeOf(mostBytes)}`);
  return bytes;
}

function refused(error: unknown): never {
  const code = systemCode(error);
  throw new TextFileError(`can't be read (${code})`, 1, code);
}

function kindOf(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

/** Reads one byte more than the limit at most. */
async function readBytes(path: string, mostBytes: number): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK); // it may be a pipe by now
  const chunks: Buffer[] = [];
  for await (const chunk of handle.createReadStream({ end: mostBytes })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sizeOf = (bytes: number): string => (bytes < MIB ? `${bytes / KIB} KiB` : `${bytes / MIB} MiB`);

/** What files in other formats begin with, in hexadecimal. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^(504b0304|d0cf11e0)/, 'is a workbook, not text; save its table as CSV in UTF-8'],
  [/^3082/, 'is binary, perhaps a certificate in DER form; convert it to PEM'],
  [/^(fffe|feff)/, 'is text in UTF-16; save it as UTF-8'],
];

function checkEncoding(bytes: Buffer): void {
  const start = bytes.toString('hex', 0, 4);
  const signature = SIGNATURES.find(([pattern]) => pattern.test(start));
  if (signature) throw new TextFileError(signature[1]);
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw new TextFileError(
      'holds a NUL character, so perhaps text in UTF-16; save it as UTF-8',
      lineOf(bytes, nul),
    );
  if (isUtf8(bytes)) return;
  const message = 'is not UTF-8, so perhaps Latin-1 or Windows-1252; save it as UTF-8';
  throw new TextFileError(message, lineOf(bytes, firstBadLine(bytes)));
}

/** Returns where the first line begins that is not UTF-8. */
function firstBadLine(bytes: Buffer): number {
  let begin = 0;
  for (
    let end = bytes.indexOf(10);
    end >= 0 && isUtf8(bytes.subarray(begin, end));
    end = bytes.indexOf(10, begin)
  )
    begin = end + 1;
  return begin;
}

const lineOf = (bytes: Buffer, offset: number): number =>
  bytes.subarray(0, offset).toString('latin1').split('\n').length;
