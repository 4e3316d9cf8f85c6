import type { Work } from '../stock/work.js';

/** A list in a large answer. An element is parsed only when it is read, which saves memory. */
export class LargeList implements Iterable<unknown> {
  /** @param ends the offset of the comma or bracket after each element. */
  constructor(
    private readonly bytes: Buffer,
    private readonly start: number,
    private readonly ends: readonly number[],
  ) {}

  get length(): number {
    return this.ends.length;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    let from = this.start;
    for (const end of this.ends) {
      yield JSON.parse(this.bytes.toString('utf8', from, end));
      from = end + 1;
    }
  }
}

/** A list that was cut out of a body, and the bytes around it. */
export type CutList = { readonly list: LargeList; readonly before: Buffer; readonly after: Buffer };

/** How PHP starts a list of products. PHP escapes quotes in strings, so no string contains this. */
const STARTS = ['"products":{"product":[', '"products":['];

/** Finds the list of products in a body. Returns undefined if there is none, or it is not valid JSON. */
export function* cutProducts(bytes: Buffer): Work<CutList | undefined> {
  const start = startOf(bytes);
  if (start === undefined) return undefined;
  const ends: number[] = [];
  for (let from = start; ; ) {
    yield;
    const end = endOfElement(bytes, from);
    if (end === undefined || !isJson(bytes.toString('utf8', from, end))) return undefined;
    ends.push(end);
    if (bytes[end] === LIST_END)
      return {
        list: new LargeList(bytes, start, ends),
        before: bytes.subarray(0, start),
        after: bytes.subarray(end),
      };
    from = end + 1;
  }
}

/** Returns the offset of the list's first element; undefined if there is no list. */
function startOf(bytes: Buffer): number | undefined {
  for (const text of STARTS) {
    const at = bytes.indexOf(text);
    if (at >= 0) return at + text.length;
  }
  return undefined;
}

const [QUOTE, BACKSLASH, COMMA, LIST_START, LIST_END, OBJECT_START, OBJECT_END] = Buffer.from('"\\,[]{}');

/** Returns the offset of the comma or bracket after an element; undefined if the bytes end first. */
function endOfElement(bytes: Buffer, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (depth === 0 && (byte === COMMA || byte === LIST_END)) return at;
    else if (byte === OBJECT_START || byte === LIST_START) depth += 1;
    else if (byte === OBJECT_END || byte === LIST_END) depth -= 1;
  }
  return undefined;
}

/** Returns the offset of the closing quote of a string. */
function endOfString(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
