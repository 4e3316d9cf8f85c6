import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { systemCode } from '../error-code.js';
import { createPlacer, TableError } from './place.js';

const MIB = 2 ** 20;
const LARGEST_MIB = 64;

/**
 * Reads a file of text in UTF-8, with or without a byte order mark; line ends become `\n`.
 *
 * @throws {TableError} where it is too large, in another encoding, or no file of text.
 */
export async function readText(file: string): Promise<string> {
  const fail = (message: string, line = 1, column = 1): never => {
    throw new TableError({ file, line, column }, message);
  };
  const found = await stat(file).catch((error) =>
    fail(`can't be read (${systemCode(error)}); check the path`),
  );
  if (found.isDirectory()) fail('a directory; name a file in it');
  if (!found.isFile()) fail('not a regular file; save the table to one first');
  if (found.size > LARGEST_MIB * MIB) {
    fail(`a file of ${Math.ceil(found.size / MIB)} MiB, and ${LARGEST_MIB} are the most; split it`);
  }
  const bytes = await readFile(file).catch((error) =>
    fail(`can't be read (${systemCode(error)}); check its permissions`),
  );
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe || mark === 0xfeff) fail('text in UTF-16; save it as UTF-8');
  if (!isUtf8(bytes)) {
    const { line, column } = findBadByte(bytes);
    fail('a byte that is not UTF-8; save the file as UTF-8', line, column);
  }
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  const nul = text.indexOf('\0');
  if (nul < 0) return text;
  const { line, column } = createPlacer(file, text)(nul);
  return fail('a NUL character; this is no text, or not in UTF-8: save it as UTF-8', line, column);
}

/** Where the first byte stands that belongs to no character. */
function findBadByte(bytes: Buffer): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(start, end)); ) {
    line += 1;
    start = end + 1;
    end = bytes.indexOf(10, start);
  }
  let column = 1;
  for (let at = start; ; column += 1) {
    const length = [1, 2, 3, 4].find((size) => isUtf8(bytes.subarray(at, at + size)));
    if (length === undefined || at >= bytes.length) return { line, column };
    at += length;
  }
}
