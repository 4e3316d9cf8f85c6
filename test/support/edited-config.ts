import fc from 'fast-check';
import { Document } from 'yaml';
import { CONFIG_VALUES, kindBelow, SECRET } from './config-values.js';

type Holder = Record<string, unknown>;
/** An object or a list of a configuration, and the kind of it or of its elements. */
type Place = { readonly holder: Holder; readonly kind: string };

const HOW = [
  ...(['set', 'set', 'set', 'set', 'set', 'set', 'set', 'set', 'set', 'set'] as const),
  ...(['delete', 'copy', 'copy', 'copy', 'swap', 'move', 'alias', 'alias', 'merge', 'template'] as const),
  ...(['nest', 'replace'] as const),
];
/** A change of a configuration: what is changed, and with what, is picked from all there is. */
type Edit = { readonly how: (typeof HOW)[number]; readonly at: number; readonly with: number };

export type EditedConfig = { readonly edits: readonly Edit[]; readonly style: number };

/** Changes of configurations that mostly leave them valid. */
export const editedConfig: fc.Arbitrary<EditedConfig> = fc.record({
  edits: fc.array(fc.record({ how: fc.constantFrom(...HOW), at: fc.nat(), with: fc.nat() }), {
    minLength: 1,
    maxLength: 4,
    size: 'max',
  }),
  style: fc.nat(),
});

/** Returns a configuration with its edits applied. @param original is not changed. */
export function applyEdits(original: object, { edits }: EditedConfig): unknown {
  const copy = structuredClone(original) as Holder;
  for (const edit of edits) apply(edit, copy);
  return copy;
}

/** Prints a configuration in one of the ways in which people write YAML. Objects used twice become aliases. */
export function printConfig(config: unknown, style: number): string {
  const document = new Document(config, { merge: true, keepSourceTokens: false });
  const text = document.toString({
    ...{ collectionStyle: pick(['any', 'any', 'block', 'flow'], style), indent: 2 + (style % 3) },
    ...{ singleQuote: style % 2 === 0, lineWidth: pick([0, 80, 110], style) },
    defaultStringType: pick(['PLAIN', 'PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL'], style),
  });
  return pick(
    [(t: string) => t, crlf, (t: string) => `\uFEFF# a comment\n---\n${t}`, commented],
    style,
  )(text);
}

const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const commented = (text: string) => text.replaceAll(/(?<=[\]}])\n/g, ' # a comment\n\n');

/** Returns the objects and lists of a configuration, each once. */
function placesIn(value: unknown, kind = 'root', places = new Map<Holder, Place>()): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder; // lists are held by keys too
  if (places.has(holder)) return [];
  places.set(holder, { holder, kind });
  const isList = Array.isArray(holder);
  for (const [key, child] of Object.entries(holder))
    placesIn(child, isList ? kind : kindBelow(kind, key), places);
  return [...places.values()];
}

/** Picks an element, each with the same chance. */
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;
/** The rest of a number after a choice, for the next choice. */
const rest = (at: number, of: readonly unknown[]): number => Math.floor(at / Math.max(1, of.length));

/** Picks an element, an early one twice as likely as a late one. */
const pickEarly = <T>(from: readonly T[], at: number): T =>
  from[Math.min(at % from.length, rest(at, from) % from.length)] as T;

/** Picks a place, each kind with the same chance. */
function pickPlace(places: readonly Place[], at: number): Place {
  const kinds = [...new Set(places.map(({ kind }) => kind))];
  return pick(
    places.filter(({ kind }) => kind === pick(kinds, at)),
    rest(at, kinds),
  );
}

function apply({ how, at, with: chosen }: Edit, root: Holder): void {
  const places = placesIn(root);
  const isList = ({ holder }: Place) => Array.isArray(holder);
  const fitting = places.filter((place) =>
    how === 'copy' ? isList(place) : how === 'set' || how === 'merge' ? !isList(place) : true,
  );
  if (fitting.length === 0) return;
  const { holder, kind } = pickPlace(fitting, at);
  const keys = Object.keys(holder);
  const key = pick(keys, chosen);
  const known = CONFIG_VALUES[kind] ?? {};
  /** Sets a value, unless the configuration would then be part of itself. */
  const put = (name: string, value: unknown, into = holder) => {
    if (placesIn(value).some((inner) => inner.holder === into)) return;
    Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
  };
  if (how === 'set') {
    const names = Object.keys(known);
    if (names.length === 0) return;
    const name = pick(names, chosen);
    const values = known[name] ?? [];
    const free = pick(FREE_NAMES, rest(rest(chosen, names), values));
    put(name === '*' ? free : name, structuredClone(pickEarly(values, rest(chosen, names))));
  } else if (how === 'copy') {
    const element = structuredClone(pick(Object.values(holder), chosen));
    if (Array.isArray(holder)) holder.push(rename(element, known, chosen));
  } else if (how === 'merge') {
    const others = places.filter((other) => other.kind === kind && other.holder !== holder && !isList(other));
    if (others.length > 0) put('<<', pick(others, chosen).holder);
  } else if (key === undefined) return;
  else if (how === 'delete') remove(holder, key);
  else if (how === 'replace') put(key, pick(ODD, rest(chosen, keys)));
  else if (how === 'nest') put(key, pick([[holder[key]], { [key]: holder[key] }], rest(chosen, keys)));
  else if (how === 'template') {
    const text = String(holder[key]);
    const isScalar = typeof holder[key] !== 'object';
    if (isScalar) put(key, pick([`\${UNSET:-${text}}`, '${V}', `${text}$$`, '${'], rest(chosen, keys)));
  } else {
    const others = places.filter(
      (other) => other.kind === kind && other.holder !== holder && Object.hasOwn(other.holder, key),
    );
    const other = others.length > 0 ? pick(others, rest(chosen, keys)).holder : undefined;
    const value = holder[key];
    if (how === 'move' && !JSON.stringify(value)?.includes(SECRET)) {
      remove(holder, key);
      put(key, value, pick(places, rest(chosen, keys)).holder);
    } else if (how === 'alias' && other) put(key, other[key]);
    else if (how === 'swap' && other) {
      put(key, other[key]);
      put(key, value, other);
    }
  }
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Returns an element with another name or id, so that most lists may have it beside the first. */
function rename(
  element: unknown,
  known: Readonly<Record<string, readonly unknown[]>>,
  chosen: number,
): unknown {
  const name = ['name', 'id', 'product'].find((one) => Object.hasOwn(Object(element), one));
  if (name !== undefined) Object(element)[name] = pickEarly(known[name] ?? [], chosen);
  return element;
}

/** Names of options, choices, groups and headers. */
const FREE_NAMES = ['RAM', 'ram ', 'Tokyo', '8 GB', '3', '3.10', 'capacity', 'left', '', '__proto__', 'X-Y'];

/** What has a meaning in YAML or to JavaScript, or is too long. */
const ODD = [
  null,
  '',
  ' ',
  '*a',
  '&a',
  '!t',
  '${',
  '\u0000',
  '\u202e',
  '-',
  '#',
  1e21,
  -0,
  [],
  {},
  'x'.repeat(5_000),
];
