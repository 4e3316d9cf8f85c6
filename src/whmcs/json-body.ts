import { inSlices } from '../slices.js';
import { isRecord } from './decode.js';
import { isTooDeep } from './json-bytes.js';
import { cutProducts, type LargeList } from './large-list.js';

/** An answer of WHMCS that says `success`. Its fields are not decoded yet. */
export type Reply = Readonly<Record<string, unknown>>;

export type Envelope = {
  readonly reply: Reply;
  /** What surrounded the JSON and was ignored: a byte order mark, or text such as a PHP warning. */
  readonly stray: 'bom' | 'text' | undefined;
};

/** The body of an answer. */
export type JsonBody = {
  /** The text, or both ends of a large one. */
  readonly text: string;
  readonly json: Envelope | undefined;
  /** Why a large body was not parsed, for the error. */
  readonly unread?: string;
};

/** Larger answers are parsed in slices. */
const LARGE_BYTES = 2 ** 18;
/** The placeholder for a list that was cut out. */
const CUT = '(a large list)';

/** The largest body that is parsed at once, in tens of milliseconds, if there is no list to cut out. */
const MOST_AT_ONCE = 2 ** 24;

/** Parses a body. The products of a large body are parsed in slices and become a `LargeList`. */
export async function parseBody(bytes: Buffer, largeBytes = LARGE_BYTES): Promise<JsonBody> {
  if (bytes.length <= largeBytes) return bodyOf(bytes.toString());
  const text = endsOf(bytes);
  const cut = await inSlices(cutProducts(bytes));
  if (cut === 'no JSON') return { text, json: undefined };
  const json = cut && readJson(`${cut.before}"${CUT}"${cut.after}`);
  const reply = json && cut && withProducts(json.reply, cut.list);
  return reply ? { text, json: { ...json, reply } } : parseAtOnce(bytes, text);
}

/** Parses a large body without a list of products, unless that would hold up scrapes. */
async function parseAtOnce(bytes: Buffer, text: string): Promise<JsonBody> {
  const start = bytes.indexOf('{');
  if (start < 0 || PAGE_START.test(bytes.toString('utf8', 0, Math.min(start, END_BYTES))))
    return { text, json: undefined };
  if (bytes.length > MOST_AT_ONCE) {
    const size = `${bytes.length} bytes without a list of products`;
    const unread = `${size}; at most ${MOST_AT_ONCE} are read`;
    return { text, json: undefined, unread };
  }
  return { text, json: (await inSlices(isTooDeep(bytes))) ? undefined : readJson(bytes.toString()) };
}

/** Bytes of both ends of a large body: more than a diagnosis reads. */
const END_BYTES = 2 ** 15;

/** Returns the text of a body, or of both its ends if it is large. */
const endsOf = (bytes: Buffer): string =>
  bytes.length <= 2 * END_BYTES
    ? bytes.toString()
    : `${bytes.toString('utf8', 0, END_BYTES)}\n${bytes.toString('utf8', bytes.length - END_BYTES)}`;

export const bodyOf = (text: string): JsonBody => ({ text, json: readJson(text) });

/** Returns a reply with a list in place of the placeholder; undefined if the placeholder is elsewhere. */
function withProducts(reply: Reply, list: LargeList): Reply | undefined {
  const { products } = reply;
  if (products === CUT) return { ...reply, products: list };
  return isRecord(products) && products.product === CUT
    ? { ...reply, products: { ...products, product: list } }
    : undefined;
}

/**
 * Extracts the JSON object of a body. Other text may surround it, such as PHP warnings, if the object is
 * complete and nothing else in the body looks like one.
 */
function readJson(body: string): Envelope | undefined {
  const text = body.replace(/^\uFEFF+/, '');
  const whole = parseObject(text);
  if (whole) return { reply: whole, stray: text === body ? undefined : 'bom' };
  const inside = findObject(text);
  return inside && { reply: inside, stray: 'text' };
}

const OBJECT_START = /\{\s*"/;
/** An object after one of these belongs to an HTML page, such as to a script. */
const PAGE_START = /<(?:!doctype|html|head|body|script)\b/i;

function findObject(text: string): Reply | undefined {
  const start = text.search(OBJECT_START);
  if (start < 0 || PAGE_START.test(text.slice(0, start))) return undefined;
  const end = endOfObject(text, start);
  if (end === undefined || OBJECT_START.test(text.slice(end))) return undefined;
  return parseObject(text.slice(start, end));
}

/** Returns where the object that begins at `start` ends; undefined if the text ends before it. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function parseObject(text: string): Reply | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // the caller diagnoses what it is instead
  }
}
