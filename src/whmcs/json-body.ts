import { isRecord } from './decode.js';

/** An answer of WHMCS that says `success`. Its fields are not decoded yet. */
export type Reply = Readonly<Record<string, unknown>>;

export type Envelope = {
  readonly reply: Reply;
  /** What surrounded the JSON and was ignored: a byte order mark, or text such as a PHP warning. */
  readonly stray: 'bom' | 'text' | undefined;
};

/**
 * Extracts the JSON object of a body. Other text may surround it, such as PHP warnings, if the object is
 * complete and nothing else in the body looks like one.
 */
export function readJson(body: string): Envelope | undefined {
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
