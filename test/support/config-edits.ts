import { CONFIG_VALUES, kindBelow, SECRET } from './config-values.js';

/** An object of a configuration. A list is one too, with its indexes as keys. */
export type Holder = Record<string, unknown>;
/** An object or a list, and the kind of it or of its elements. */
type Place = { readonly holder: Holder; readonly kind: string };

/** What an edit works on: a place and one of its keys. */
type Target = Place & {
  readonly key: string;
  /** All places of the configuration. */
  readonly places: readonly Place[];
  /** Picks the rest: a value, another place. */
  readonly chosen: number;
};

/** Ways to edit a configuration. Most edits leave most configurations valid. */
const EDITS = {
  set({ holder, kind, chosen }: Target) {
    const known = CONFIG_VALUES[kind] ?? {};
    const name = pick(Object.keys(known), chosen);
    const values = known[name] ?? [];
    const [next, last] = [rest(chosen, Object.keys(known)), Math.floor(chosen / 97)];
    if (Array.isArray(holder) || values.length === 0) return;
    put(holder, name === '*' ? pick(FREE_NAMES, last) : name, structuredClone(pickEarly(values, next)));
  },
  /** Adds a copy of an element, with another name or id so that most lists may have both. */
  copy({ holder, kind, key, chosen }: Target) {
    if (!Array.isArray(holder)) return;
    const element = structuredClone(holder[Number(key)]);
    const name = ['name', 'id', 'product'].find((one) => Object.hasOwn(Object(element), one));
    if (name !== undefined) element[name] = pickEarly(CONFIG_VALUES[kind]?.[name] ?? [], chosen);
    holder.push(element);
  },
  delete: ({ holder, key }: Target) => remove(holder, key),
  /** Replaces a value by one that has a meaning in YAML or to JavaScript, or is too long. */
  replace: ({ holder, key, chosen }: Target) => put(holder, key, pick(ODD, chosen)),
  nest({ holder, key, chosen }: Target) {
    put(holder, key, pick([[holder[key]], { [key]: holder[key] }], chosen));
  },
  /** Puts a variable into a text. */
  template({ holder, key, chosen }: Target) {
    const text = String(holder[key]);
    if (typeof holder[key] !== 'object')
      put(holder, key, pick([`\${UNSET:-${text}}`, '${V}', `${text}$$`, '${'], chosen));
  },
  /** Moves a value to any other place. Elsewhere than in its place, a secret would not be one. */
  move({ holder, key, places, chosen }: Target) {
    const value = holder[key];
    if (JSON.stringify(value)?.includes(SECRET)) return;
    remove(holder, key);
    put(pick(places, chosen).holder, key, value);
  },
  /** Makes two places share a value. */
  alias({ holder, key, ...target }: Target) {
    const other = findOther({ holder, key, ...target });
    if (other && Object.hasOwn(other, key)) put(holder, key, other[key]);
  },
  swap({ holder, key, ...target }: Target) {
    const other = findOther({ holder, key, ...target });
    if (!other || !Object.hasOwn(other, key)) return;
    const value = holder[key];
    put(holder, key, other[key]);
    put(other, key, value);
  },
  /** Merges another object of the kind. */
  merge(target: Target) {
    const other = findOther(target);
    if (other && !Array.isArray(target.holder) && !Array.isArray(other)) put(target.holder, '<<', other);
  },
};
export type EditName = keyof typeof EDITS;

/** Edits a configuration in place. @param at picks the place. @param chosen picks what to do there. */
export function applyEdit(root: Holder, edit: EditName, at: number, chosen: number): void {
  const places = placesIn(root);
  const fitting = edit === 'copy' ? places.filter(({ holder }) => Array.isArray(holder)) : places;
  const kinds = [...new Set(fitting.map(({ kind }) => kind))]; // each with the same chance
  const ofKind = fitting.filter(({ kind }) => kind === pick(kinds, at));
  const place = pick(ofKind, rest(at, kinds));
  if (!place) return;
  const keys = Object.keys(place.holder);
  if (keys.length === 0 && edit !== 'set') return;
  EDITS[edit]({ ...place, key: pick(keys, chosen) ?? '', places, chosen: rest(chosen, keys) });
}

/** Returns the objects and lists of a configuration, each once. */
function placesIn(value: unknown, kind = 'root', places = new Map<unknown, Place>()): readonly Place[] {
  if (typeof value !== 'object' || value === null || places.has(value)) return [];
  const holder = value as Holder; // lists are held by keys too
  places.set(holder, { holder, kind });
  for (const [key, child] of Object.entries(holder))
    placesIn(child, Array.isArray(holder) ? kind : kindBelow(kind, key), places);
  return [...places.values()];
}

/** Returns another object of the same kind, with the same key if there is one. */
function findOther({ holder, kind, key, places, chosen }: Target): Holder | undefined {
  const others = places.filter((other) => other.kind === kind && other.holder !== holder);
  const alike = others.filter((other) => Object.hasOwn(other.holder, key));
  return pick(alike.length > 0 ? alike : others, chosen)?.holder;
}

/** Sets a value, unless it would become part of itself. Names such as __proto__ are names like others. */
function put(holder: Holder, name: string, value: unknown): void {
  if (placesIn(value).some((inner) => inner.holder === holder)) return;
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Picks an element, each with the same chance; undefined if there is none. */
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

/** Picks an element, an early one more often. */
const pickEarly = <T>(from: readonly T[], at: number): T =>
  from[Math.min(at % from.length, rest(at, from) % from.length)] as T;

/** Returns what is left of a number after it picked an element. */
const rest = (at: number, from: readonly unknown[]): number => Math.floor(at / Math.max(1, from.length));

/** Names of options, choices, groups and headers. */
const FREE_NAMES = ['RAM', 'ram ', 'Tokyo', '8 GB', '3', '3.10', 'capacity', 'left', '', '__proto__', 'X-Y'];

const ODD = [
  ...['', ' ', '*a', '&a', '!t', '${', '\u0000', '\u202e', '-', '#', 'x'.repeat(5_000)],
  ...[null, 1e21, -0, [], {}],
];
