import {
  afterBreak,
  type Decoded,
  type EscapedText,
  escapedText,
  fold,
  isPlain,
  readCharacter,
} from './escapes.js';
import { formsOf, type SecretForm } from './secret-forms.js';

/** Replaces every secret in a text by `<secret>`. */
export type Redact = (text: string) => string;

/** Replaces a secret. */
const MARK = '<secret>';

/** The number of characters by which forms are indexed. */
const PREFIX = 4;

/**
 * Creates a function that removes secrets from texts, in whatever form they come back: escaped for URLs,
 * forms, HTML, JSON or mail, in hex or base64, in upper or lower case, and wrapped over lines. Half of a long
 * secret is removed as well, and the beginning of any secret at the end of a text, which may have been cut
 * there.
 */
export function createRedactor(secrets: Iterable<string>): Redact {
  const all = [...new Set(secrets)].filter((secret) => secret !== '');
  const weak = all.filter(isWeak).map(fold);
  let built: Index | undefined; // most redactors are for errors that never happen

  return (text) => {
    if (all.length === 0) return text;
    built ??= createIndex(all.filter((secret) => !isWeak(secret)));
    const index = built;
    const source = escapedText(text);
    let redacted = '';
    let kept = 0;
    const last = text.length - PREFIX + 1;
    for (let at = 0; at < text.length; at += 1) {
      const isPossible =
        at < last &&
        (index.pairs[pairAt(source.lower, at)] === 1 || !isPlain(source, at) || !isPlain(source, at + 1));
      if (!isPossible && weak.length === 0) continue;
      if (text.startsWith(MARK, at)) {
        at += MARK.length - 1;
        continue;
      }
      const end = (isPossible ? findForm(source, at, index) : undefined) ?? findWeak(source, at, weak);
      if (end === undefined) continue;
      redacted += at > 0 && kept === at ? '' : text.slice(kept, at) + MARK;
      kept = end;
      at = end - 1;
    }
    return kept === 0 ? text : redacted + text.slice(kept);
  };
}

type Index = {
  /** By their first characters. */
  readonly forms: Map<string, SecretForm[]>;
  /** The first character of each form, the first two, and so on. */
  readonly starts: Set<string>;
  /** 1 for every pair of characters that a form can begin with, to skip most places of a text quickly. */
  readonly pairs: Uint8Array;
};

function createIndex(secrets: readonly string[]): Index {
  const index: Index = { forms: new Map(), starts: new Set(), pairs: new Uint8Array(2 ** 12) };
  for (const form of secrets.flatMap(formsOf)) add(index, form);
  return index;
}

/** Returns the index of a pair by the low bits of both codes, which keeps the table of each site small. */
const pairAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) & 0x3f) << 6) | (text.charCodeAt(at + 1) & 0x3f);

function add({ forms, starts, pairs }: Index, form: SecretForm): void {
  const key = form.text.slice(0, PREFIX);
  for (let length = 1; length <= PREFIX; length += 1) starts.add(key.slice(0, length));
  pairs[pairAt(key, 0)] = 1;
  pairs[pairAt(`${key.charAt(0)} `, 0)] = 1;
  const known = forms.get(key);
  if (known) known.push(form);
  else forms.set(key, [form]);
}

/** Returns the end of the longest secret that begins at a place. */
function findForm(source: EscapedText, at: number, index: Index): number | undefined {
  let longest: number | undefined;
  for (const prefix of prefixes(source, at, index.starts)) {
    for (const { text, enough } of index.forms.get(prefix) ?? []) {
      const { length, end } = match(source, at, text);
      const cut = length < text.length ? CUT.exec(source.text.slice(end, end + 16)) : null;
      if (length < enough && !(cut && length >= PREFIX)) continue;
      longest = Math.max(longest ?? 0, end + (cut?.[1]?.length ?? 0));
    }
  }
  return longest;
}

/** The end of a text, perhaps within an escape or with an ellipsis. */
const CUT = /^([%&\\=][#\w]{0,8})?(?:…|\.{3})?$/;

/** Returns what the first characters at a place may be, as far as a form starts with them. */
function prefixes(source: EscapedText, at: number, starts: ReadonlySet<string>): Iterable<string> {
  let end = at;
  for (let read = 0; read < PREFIX && end < at + 2 * PREFIX && isPlain(source, end); end += 1)
    if (source.text.charAt(end) !== ' ') read += 1;
  const plain = source.lower.slice(at, end);
  const joined = plain.replaceAll(' ', '');
  if (joined.length === PREFIX) return new Set([plain.slice(0, PREFIX), joined]);
  // By what distinguishes them, because most are the same.
  let readings = new Map<string, Decoded>([['', ['', at]]]);
  for (let count = 0; count < PREFIX; count += 1) {
    const longer = new Map<string, Decoded>();
    for (const [read, end] of readings.values()) {
      for (const [character, after] of readNext(source, end, read === '')) {
        const prefix = (read + fold(character)).slice(0, PREFIX);
        if (starts.has(prefix)) longer.set(`${after} ${prefix}`, [prefix, after]);
      }
    }
    readings = longer;
  }
  return new Set([...readings.values()].map(([read]) => read));
}

/** Reads a character that may be on the next line. A line end may have become a space since. */
function readNext(source: EscapedText, at: number, isFirst: boolean): readonly Decoded[] {
  const here = readCharacter(source, at);
  if (isFirst) return here;
  const places = source.text.charAt(at) === ' ' ? [at + 1] : afterBreak(source, at);
  return places.length === 0 ? here : [...here, ...places.flatMap((place) => readCharacter(source, place))];
}

/** Returns how much of a form stands at a place, and where that ends. */
function match(
  source: EscapedText,
  at: number,
  form: string,
): { readonly length: number; readonly end: number } {
  let ends = new Set([at]);
  let length = 0;
  for (const character of form) {
    const next = new Set<number>();
    for (const end of ends) {
      for (const [read, after] of readNext(source, end, length === 0))
        if (fold(read) === character) next.add(after);
    }
    if (next.size === 0) break;
    ends = next;
    length += character.length;
  }
  return { length, end: Math.max(...ends) };
}

/** Returns whether a secret, such as `x` or `2024`, occurs in many texts by chance. */
const isWeak = (secret: string): boolean => secret.length < PREFIX || /^\d{1,7}$/.test(secret);

/**
 * Returns the end of a weak secret at a place. It counts only where it stands as a value: in quotes, or after
 * `=`.
 */
function findWeak(source: EscapedText, at: number, secrets: readonly string[]): number | undefined {
  if (secrets.length === 0) return undefined;
  const before = source.text.slice(Math.max(0, at - 6), at);
  const after = VALUE_ENDS.find(([opens]) => opens.test(before))?.[1];
  if (!after) return undefined;
  for (const secret of secrets) {
    const { length, end } = match(source, at, secret);
    if (length === secret.length && after.test(source.text.slice(end, end + 6))) return end;
  }
  return undefined;
}

/** What stands before a value, and then after it. */
const VALUE_ENDS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:["']|&quot;|&#0?39;|%2[27])$/i, /^\\?(?:["']|&quot;|&#0?39;|%2[27]|$)/i],
  [/(?:=|%3D)$/i, /^(?:["'&;,<\\\s]|%26|$)/],
];
