import type { Work } from '../stock/work.js';

/** A list of a large answer. Its elements are parsed when they are read, and are in no memory before. */
export class LargeList implements Iterable<unknown> {
  /** @param ends where each element ends, after which comes a comma or the end of the list. */
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

/** How PHP writes a list of products. A quote in a text has a backslash, so a text can't contain it. */
const STARTS = ['"products":{"product":[', '"products":['];

/** Finds the list of products in a body, in steps. Returns undefined if there is none that is valid JSON. */
export function* cutProducts(bytes: Buffer): Work<CutList | undefined> {
  const found = STARTS.map((text) => ({ text, at: bytes.indexOf(text) })).find(({ at }) => at >= 0);
  if (!found) return undefined;
  const start = found.at + found.text.length;
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

const [QUOTE, BACKSLASH, COMMA, LIST_START, LIST_END, OBJECT_START, OBJECT_END] = Buffer.from('"\\,[]{}');

/** Returns where the comma or the end of the list after an element is; undefined if the bytes end before. */
function endOfElement(bytes: Buffer, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfText(bytes, at + 1);
    else if (depth === 0 && (byte === COMMA || byte === LIST_END)) return at;
    else if (byte === OBJECT_START || byte === LIST_START) depth += 1;
    else if (byte === OBJECT_END || byte === LIST_END) depth -= 1;
  }
  return undefined;
}

/** Returns where the quote is that ends a text. */
function endOfText(bytes: Buffer, from: number): number {
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
