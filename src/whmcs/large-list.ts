import type { Work } from '../stock/work.js';
import { COMMA, endOfElement, LIST_END, LIST_START, OBJECT_END } from './json-bytes.js';

/**
 * A list in a large answer. An element is parsed only when it is read, which saves memory. Whoever requested
 * the answer releases the list after reading it: its memory would otherwise wait for a garbage collection.
 */
export class LargeList implements Iterable<unknown> {
  #isReleased = false;

  /** @param ends the offset of the comma or bracket after each element. */
  constructor(
    private readonly bytes: Buffer,
    private readonly start: number,
    private readonly ends: readonly number[],
    private readonly parse = parseElement,
  ) {}

  get length(): number {
    return this.ends.length;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    let from = this.start;
    for (const end of this.ends) {
      if (this.#isReleased) throw new Error('a large list was read after its release');
      yield this.parse(this.bytes.toString('utf8', from, end));
      from = end + 1;
    }
  }

  /** Returns the memory of the answer to the system. */
  release(): void {
    this.#isReleased = true;
    const { buffer } = this.bytes;
    if (buffer instanceof ArrayBuffer && buffer.resizable) buffer.resize(0);
  }
}

/** A list that was cut out of a body, and the bytes around its brackets. */
export type CutList = { readonly list: LargeList; readonly before: Buffer; readonly after: Buffer };

/** Finds the list of products in a body. Returns undefined if there is none. */
export function* cutProducts(bytes: Buffer): Work<CutList | 'no JSON' | undefined> {
  const start = yield* startOf(bytes);
  if (start === undefined) return undefined;
  const isObject = bytes[start - 1] !== LIST_START;
  const parse = isObject ? parseMember : parseElement;
  const broken = isObject ? undefined : 'no JSON'; // an object with other names is not a list
  const ends: number[] = [];
  for (let from = start; ; ) {
    yield;
    const end = endOfElement(bytes, from);
    if (end === undefined) return broken;
    const isLast = bytes[end] !== COMMA;
    if (isLast && bytes[end] !== (isObject ? OBJECT_END : LIST_END)) return broken;
    const text = bytes.toString('utf8', from, end);
    const isEmpty = isLast && ends.length === 0 && text.trim() === '';
    if (!isEmpty && !canParse(parse, text)) return broken;
    if (!isEmpty) ends.push(end);
    if (isLast)
      return {
        list: new LargeList(bytes, start, ends, parse),
        before: bytes.subarray(0, start - 1),
        after: bytes.subarray(end + 1),
      };
    from = end + 1;
  }
}

/** Matches the start of a list of products: a JSON list, or PHP's object keyed by number. */
const START = /^"products"\s*:\s*(?:\{\s*"product"\s*:\s*)?(?:\[|\{(?=\s*"\d+"\s*:))/;
/** The name that a start begins with. JSON escapes quotes in strings, so no string contains this. */
const NAME = '"products"';
/** More bytes than a start has. */
const START_BYTES = 1_024;

/** Returns the offset of the list's first element; undefined if there is no list. */
function* startOf(bytes: Buffer): Work<number | undefined> {
  for (let at = bytes.indexOf(NAME); at >= 0; at = bytes.indexOf(NAME, at + 1)) {
    yield;
    const [start] = START.exec(bytes.toString('latin1', at, at + START_BYTES)) ?? [];
    if (start !== undefined) return at + start.length;
  }
  return undefined;
}

const parseElement = (text: string): unknown => JSON.parse(text);

/** Parses a member of an object that is keyed by number, and returns its value. */
function parseMember(text: string): unknown {
  if (!MEMBER.test(text)) throw new SyntaxError('not keyed by number');
  return Object.values(JSON.parse(`{${text}}`))[0];
}

const MEMBER = /^\s*"\d+"\s*:/;

function canParse(parse: typeof parseElement, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
