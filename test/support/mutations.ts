import fc from 'fast-check';

/** A change to a JSON value: at a place, which is picked from all there are, something else stands. */
export type Mutation = {
  readonly at: number;
  readonly how: 'replace' | 'delete' | 'repeat' | 'rename' | 'as object' | 'unwrap' | 'nudge';
  readonly value: unknown;
};

/** Values that PHP, people and attackers put in another's place. */
const ODD = [
  ...[
    '',
    ' ',
    '0',
    '1',
    '-1',
    '+1',
    '1.00',
    '1.5',
    '1e3',
    '0x10',
    '１',
    'on',
    'off',
    'yes',
    'No',
    'true',
    'null',
  ],
  ...[
    'NaN',
    'Infinity',
    '99999999999999999999',
    '\u0000',
    '\u001b[31m',
    '\u202eabc',
    '\ud800',
    '\udc00x',
    'é',
    'e\u0301',
  ],
  ...[
    '&amp;#x202e;',
    '&#0;',
    '{$',
    '${x}',
    '"\\\n',
    'a|b',
    '|',
    '__proto__',
    'x'.repeat(5_000),
    ' a'.repeat(5_000),
  ],
  ...[0, -0, 1, -1, 1.5, 1e21, 1e-7, 2 ** 53, -(2 ** 53), 2 ** 31, 255],
  ...[true, false, null, [], {}, [[]], [{}], { 0: {} }, { 0: 1, 2: 3 }, { x: [] }, [null], [[[[[[[]]]]]]]],
];

const HOW = [
  ...(['replace', 'replace', 'replace', 'nudge', 'nudge', 'nudge'] as const),
  ...(['delete', 'repeat', 'rename', 'as object', 'unwrap'] as const),
];

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom(...HOW),
  value: fc.oneof(fc.constantFrom(...ODD), fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' })),
});

type Place = { readonly holder: Record<PropertyKey, unknown>; readonly key: string };

/** Of prices there are so many that a change would hardly ever meet anything else. */
const IGNORED: ReadonlySet<string> = new Set(['pricing', 'customfields']);

/** Returns the places below a value, itself left out. */
function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<PropertyKey, unknown>; // both lists and objects are held by keys
  const keys = Object.keys(holder).filter((key) => !IGNORED.has(key));
  return keys.flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

/** Picks a place, each name of a field with the same chance. */
function pick(places: readonly Place[], at: number): Place | undefined {
  const nameOf = ({ key }: Place): string => (/^\d+$/.test(key) ? 'element' : key);
  const names = [...new Set(places.map(nameOf))];
  const found = places.filter((place) => nameOf(place) === names[at % names.length]);
  return found[Math.floor(at / names.length) % found.length];
}

/**
 * Returns a JSON text with some places changed.
 *
 * @param original is not changed.
 */
export function mutate(original: unknown, mutations: readonly Mutation[]): string {
  const copy: unknown = structuredClone(original);
  for (const one of mutations) {
    const place = pick(placesIn(copy), one.at);
    if (place) change(place, one);
  }
  return JSON.stringify(copy);
}

function change({ holder, key }: Place, { how, value }: Mutation): void {
  const now = holder[key];
  // As JSON.parse does, so that a key such as __proto__ is one like others.
  const put = (name: string, put: unknown) =>
    Object.defineProperty(holder, name, { value: put, enumerable: true, configurable: true, writable: true });
  if (how === 'replace') put(key, structuredClone(value));
  else if (how === 'delete') delete holder[key];
  else if (how === 'repeat') put(key, [now, structuredClone(now)]);
  else if (how === 'rename') {
    delete holder[key];
    put(typeof value === 'string' ? value : '__proto__', now);
  } else if (how === 'as object') put(key, Array.isArray(now) ? { ...now } : { 0: now });
  else if (how === 'nudge') put(key, nudge(now));
  else if (Array.isArray(now)) put(key, now[0]);
}

/** Returns a value of the same kind that is a little different, which is more often still a good one. */
function nudge(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return /^\d+$/.test(value) ? String(Number(value) * 2) : `${value}é`;
  return Array.isArray(value) ? value.toReversed() : value;
}
