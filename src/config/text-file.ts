import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { systemCode } from '../error-code.js';

const MIB = 2 ** 20;
const LARGEST_MIB = 64;

/** A file that can't be read as text. The message names no file. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';

  constructor(
    message: string,
    /** From 1. */
    readonly line = 1,
    /** Of the operating system, such as `ENOENT`. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/**
 * Reads a file of text in UTF-8. A byte order mark is kept.
 *
 * @throws {TextFileError} if it is no such file, or a very large one.
 */
export async function readTextFile(path: string): Promise<string> {
  const fail = (error: unknown): never => {
    const code = systemCode(error);
    throw new TextFileError(
      code === 'ENOENT' ? 'the file does not exist' : `can't be read (${code})`,
      1,
      code,
    );
  };
  const found = await stat(path).catch(fail);
  if (found.isDirectory()) throw new TextFileError('a folder; name a file in it');
  if (!found.isFile()) throw new TextFileError('not a regular file'); // reading a pipe may never end
  if (found.size > LARGEST_MIB * MIB)
    throw new TextFileError(`a file of ${Math.ceil(found.size / MIB)} MiB; at most ${LARGEST_MIB} are read`);
  const bytes = await readFile(path).catch(fail);
  const encoding = findEncoding(bytes);
  if (encoding) throw new TextFileError(`${encoding.name}; save it as ${encoding.advice}`, encoding.line);
  return bytes.toString('utf8');
}

const UTF8 = 'UTF-8 (in Excel: CSV UTF-8)';

type Encoding = { readonly name: string; readonly advice: string; readonly line: number };

/** What files of other kinds begin with, in hexadecimal. */
const SIGNATURES: readonly (readonly [RegExp, name: string, advice: string])[] = [
  [/^(504b0304|d0cf11e0)/, 'a workbook, not text', `CSV in ${UTF8}`],
  [/^(fffe|feff)/, 'text in UTF-16', UTF8],
];

/** Returns what a file that is not UTF-8 seems to be; undefined for UTF-8. */
function findEncoding(bytes: Buffer): Encoding | undefined {
  const start = bytes.toString('hex', 0, 8);
  const signature = SIGNATURES.find(([pattern]) => pattern.test(start));
  if (signature) return { name: signature[1], advice: signature[2], line: 1 };
  const nul = bytes.indexOf(0);
  if (nul >= 0) return { name: 'a NUL character, so perhaps UTF-16', advice: UTF8, line: lineOf(bytes, nul) };
  if (isUtf8(bytes)) return undefined;
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(from, end)); ) {
    from = end + 1;
    end = bytes.indexOf(10, from);
  }
  const name = 'a byte that is not UTF-8, so perhaps Latin-1 or Windows-1252';
  return { name, advice: UTF8, line: lineOf(bytes, from) };
}

const lineOf = (bytes: Buffer, offset: number): number =>
  bytes.subarray(0, offset).filter((byte) => byte === 10).length + 1;
