import { decode } from 'html-entities';

/** One way to read a character of a text, and where the next character begins. */
export type Decoded = readonly [character: string, end: number];

/** A text that may hold escapes. */
export type EscapedText = {
  /** Form encoding writes a space as `+`; here the two are one character. */
  readonly text: string;
  /** The same text in lower case. */
  readonly lower: string;
  readonly known: Map<number, readonly Decoded[]>;
};

export function escapedText(text: string): EscapedText {
  const spaced = withSpaces(text);
  return { text: spaced, lower: lowerCase(spaced), known: new Map() };
}

const withSpaces = (text: string): string => text.replaceAll('+', ' ');

/** Only of ASCII, so that every character keeps its place. */
const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Returns the form that texts are compared in: firewalls and host names change the case of letters. */
export const fold = (text: string): string => lowerCase(withSpaces(text));

/** Escapes of escapes, such as `%26quot%3B`, are read this deep. */
const DEPTH = 3;
/** By code of UTF-16: 1 where an escape, a line break or half of a pair begins. */
const SPECIAL = new Uint8Array(2 ** 16).fill(1, 0xd800, 0xe000);
for (const character of '%&\\=<\r\n\u00AD\u200B\uFEFF') SPECIAL[character.charCodeAt(0)] = 1;

/** Returns whether the character at a place can mean only itself. */
export const isPlain = ({ text }: EscapedText, at: number): boolean => SPECIAL[text.charCodeAt(at)] === 0;

/**
 * Returns every character that a text may mean at a place: itself, and what an escape of URLs, forms, HTML,
 * JSON or quoted-printable that begins there stands for.
 */
export function readCharacter(source: EscapedText, at: number, depth = DEPTH): readonly Decoded[] {
  const { text, known } = source;
  if (at >= text.length) return [];
  if (isPlain(source, at)) return [[text.charAt(at), at + 1]];
  const key = at * (DEPTH + 1) + depth;
  const before = known.get(key);
  if (before) return before;
  const itself = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const shallow: readonly Decoded[] =
    depth === 0 ? [[itself, at + itself.length]] : readCharacter(source, at, depth - 1);
  const escapes =
    depth === 0 ? [] : shallow.flatMap((introducer) => readEscape(source, introducer, depth - 1));
  const readings = escapes.length === 0 ? shallow : unique([...shallow, ...escapes]);
  known.set(key, readings);
  return readings;
}

function unique(readings: readonly Decoded[]): readonly Decoded[] {
  const different: Decoded[] = [];
  for (const [character, end] of readings) {
    const spaced = withSpaces(character);
    if (!different.some(([known, knownEnd]) => knownEnd === end && known === spaced))
      different.push([spaced, end]);
  }
  return different;
}

function readEscape(source: EscapedText, [introducer, at]: Decoded, depth: number): readonly Decoded[] {
  if (introducer === '%' || introducer === '=') return readBytes(source, [introducer], at, depth);
  if (introducer === '&') return readEntity(source, at, depth);
  return introducer === '\\' ? readBackslash(source, at, depth) : [];
}

/**
 * Reads `%C3%A9`, `=C3=A9` or `\xC3\xA9`, as UTF-8 and as Latin-1.
 *
 * @param introducer the characters before the digits of each byte.
 */
function readBytes(
  source: EscapedText,
  introducer: readonly string[],
  at: number,
  depth: number,
): readonly Decoded[] {
  const first = readHex(source, at, 2, depth);
  if (!first) return [];
  const latin: Decoded = [String.fromCharCode(first.code), first.end];
  const bytes = [first.code];
  let end = first.end;
  for (let more = continuationBytes(first.code); more > 0; more -= 1) {
    const next = afterAll(source, end, introducer, depth).map((hexAt) => readHex(source, hexAt, 2, depth));
    const byte = next.find((read) => read !== undefined && read.code >> 6 === 0b10);
    if (!byte) return [latin];
    bytes.push(byte.code);
    end = byte.end;
  }
  return [latin, [Buffer.from(bytes).toString('utf8'), end]];
}

function continuationBytes(lead: number): number {
  if (lead < 0xc0) return 0;
  if (lead < 0xe0) return 1;
  return lead < 0xf0 ? 2 : 3;
}

/** Reads `amp;`, `#33;` or `#x21;` after an `&`. */
function readEntity(source: EscapedText, at: number, depth: number): readonly Decoded[] {
  const [name, end] = readWhile(source, at, /[#A-Za-z0-9]/, 32, depth);
  const entity = `&${name};`;
  const character = name.length < 2 ? entity : decode(entity);
  return character === entity ? [] : [[character, after(source, end, ';', depth)[0] ?? end]];
}

const CONTROLS = new Map(Object.entries({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }));

/** Reads `u0022`, `x22`, `n`, or any character that stands for itself, after a backslash. */
function readBackslash(source: EscapedText, at: number, depth: number): readonly Decoded[] {
  return readCharacter(source, at, depth).flatMap(([character, end]): readonly Decoded[] => {
    if (character === 'u') return readUnits(source, end, depth);
    if (character !== 'x') return [[CONTROLS.get(character) ?? character, end]];
    return readBytes(source, ['\\', 'x'], end, depth);
  });
}

/** Reads the digits of `\u0022`; a character outside the basic plane is a pair of such escapes. */
function readUnits(source: EscapedText, at: number, depth: number): readonly Decoded[] {
  const high = readHex(source, at, 4, depth);
  if (!high) return [];
  const digits = afterAll(source, high.end, ['\\', 'u'], depth);
  const low = digits
    .map((end) => readHex(source, end, 4, depth))
    .find((read) => read !== undefined && read.code >> 10 === 0x37);
  return low && high.code >> 10 === 0x36
    ? [[String.fromCharCode(high.code, low.code), low.end]]
    : [[String.fromCharCode(high.code), high.end]];
}

function readHex(source: EscapedText, at: number, digits: number, depth: number) {
  const [hex, end] = readWhile(source, at, /[0-9A-Fa-f]/, digits, depth);
  return hex.length === digits ? { code: Number.parseInt(hex, 16), end } : undefined;
}

function readWhile(source: EscapedText, at: number, allowed: RegExp, most: number, depth: number): Decoded {
  let [read, end] = ['', at];
  while (read.length < most) {
    const next = readCharacter(source, skipBreak(source, end), depth).find(([character]) =>
      allowed.test(character),
    );
    if (!next) break;
    read += next[0];
    end = next[1];
  }
  return [read, end];
}

/** Returns each place that may follow a character, if it is there. */
function after(source: EscapedText, at: number, wanted: string, depth: number): readonly number[] {
  const readings = readCharacter(source, skipBreak(source, at), depth);
  return readings.flatMap(([character, end]) => (character === wanted ? [end] : []));
}

/** Returns each place that may follow some characters, if they are there. */
function afterAll(
  source: EscapedText,
  at: number,
  wanted: readonly string[],
  depth: number,
): readonly number[] {
  return wanted.reduce<readonly number[]>(
    (places, character) => places.flatMap((place) => after(source, place, character, depth)),
    [at],
  );
}

/** Where a long word is wrapped: a line end, raw or escaped; `<br>` and `<wbr>`; a soft hyphen. */
const BREAK =
  /(?:= |[=\\]?(?:\r\n?|\n|\\{1,4}[rn]|%0[AD]|&#1[03];|&#x0?[AD];|<w?br ?\\*\/?>|[\u00AD\u200B\uFEFF]|&shy;|&#8203;|\\{1,4}u(?:200b|00ad|000a|000d))){1,4}/iy;

const INDENTATION = new Set([' ', '\t']);
const MOST_INDENTATION = 64;

/**
 * Returns each place where a wrapped word may continue: after a line break, and after the indentation that
 * follows.
 */
export function afterBreak(source: EscapedText, at: number): readonly number[] {
  if (at >= source.text.length || isPlain(source, at)) return [];
  BREAK.lastIndex = at;
  if (!BREAK.test(source.text)) return [];
  const places = [BREAK.lastIndex];
  const most = BREAK.lastIndex + MOST_INDENTATION;
  for (let next = BREAK.lastIndex; next < most && INDENTATION.has(source.text.charAt(next)); next += 1)
    places.push(next + 1);
  return places;
}

const skipBreak = (source: EscapedText, at: number): number => afterBreak(source, at).at(-1) ?? at;
