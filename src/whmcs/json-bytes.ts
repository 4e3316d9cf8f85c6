import type { Work } from '../stock/work.js';

export const [QUOTE, BACKSLASH, COMMA, LIST_START, LIST_END, OBJECT_START, OBJECT_END] =
  Buffer.from('"\\,[]{}');

/** Nothing of WHMCS is nested half as deep. Parsing a million levels takes a second. */
const MOST_LEVELS = 100;
/** Bytes that are scanned in one step. */
const STEP_BYTES = 2 ** 14;

/**
 * Returns the offset of the comma or bracket after an element; undefined if the bytes end first or the
 * element is nested too deep.
 */
export function endOfElement(bytes: Buffer, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < bytes.length && depth <= MOST_LEVELS; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (depth === 0 && (byte === COMMA || byte === LIST_END || byte === OBJECT_END)) return at;
    else if (byte === OBJECT_START || byte === LIST_START) depth += 1;
    else if (byte === OBJECT_END || byte === LIST_END) depth -= 1;
  }
  return undefined;
}

/** Returns whether JSON is nested so deep that parsing it would hold up scrapes. */
export function* isTooDeep(bytes: Buffer): Work<boolean> {
  let depth = 0;
  let stepEnd = STEP_BYTES;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (byte === OBJECT_START || byte === LIST_START) depth += 1;
    else if (byte === OBJECT_END || byte === LIST_END) depth -= 1;
    if (depth > MOST_LEVELS) return true;
    if (at < stepEnd) continue;
    yield;
    stepEnd = at + STEP_BYTES;
  }
  return false;
}

/** Returns the offset of the closing quote of a string. */
function endOfString(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
