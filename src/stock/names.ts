import { distance } from 'fastest-levenshtein';
import { cleanText } from './text.js';

/** Something in WHMCS with a name: an option or a choice. */
export type Named = {
  readonly id: number;
  /** The shown name. */
  readonly name: string;
  /** Other names. */
  readonly aliases: readonly string[];
};

/** Returns a name in the form for comparison: clean and in lower case. */
export const foldName = (text: string): string => cleanText(text).toLowerCase().normalize('NFC');

/**
 * Adds the id to names that are not unique, including those that would equal such an extended name.
 *
 * @param things with unique ids.
 */
export function distinguish<T extends Named>(things: readonly T[]): readonly T[] {
  const counts = new Map<string, number>();
  for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === things.length) return things;
  return distinguish(
    things.map((thing) =>
      counts.get(thing.name) === 1
        ? thing
        : { ...thing, name: `${thing.name} #${thing.id}`, aliases: [thing.name, ...thing.aliases] },
    ),
  );
}

/** The result of looking up a reference. */
export type Found<T> =
  | { readonly kind: 'one'; readonly thing: T }
  | { readonly kind: 'several'; readonly things: readonly T[] }
  | { readonly kind: 'none'; readonly nearest: () => readonly string[] };

/** Finds things by name. */
export type NameIndex<T> = (reference: string) => Found<T>;

const NEAREST = 3;
/** Limit of compared characters, because the time grows with the product of both lengths. */
const LONGEST = 100;

/**
 * Creates an index of things by name. Shown names take precedence over aliases, and both over ids: `64` finds
 * the thing named `64`, even if another has the id 64.
 */
export function indexNames<T extends Named>(things: readonly T[]): NameIndex<T> {
  const levels = [new Map<string, Set<T>>(), new Map<string, Set<T>>(), new Map<string, Set<T>>()] as const;
  const [names, aliases, ids] = levels;
  const add = (level: Map<string, Set<T>>, key: string, thing: T) => {
    const known = level.get(key);
    if (known) known.add(thing);
    else level.set(key, new Set([thing]));
  };
  for (const thing of things) {
    add(names, foldName(thing.name), thing);
    for (const alias of thing.aliases) add(aliases, foldName(alias), thing);
    add(ids, String(thing.id), thing);
  }
  return (reference) => {
    const key = foldName(reference);
    for (const level of levels) {
      const [thing, ...more] = level.get(key) ?? [];
      if (thing && more.length > 0) return { kind: 'several', things: [thing, ...more] };
      if (thing) return { kind: 'one', thing };
    }
    return {
      kind: 'none',
      nearest: () =>
        nearestNames(
          reference,
          things.map(({ name }) => name),
        ),
    };
  };
}

/** Returns the names that are nearest to a reference, nearest first. */
export function nearestNames(reference: string, names: readonly string[]): readonly string[] {
  const key = foldName(reference).slice(0, LONGEST);
  const folded = [...new Set(names)].map((name) => ({
    name,
    away: distance(key, foldName(name).slice(0, LONGEST)),
  }));
  return folded
    .toSorted((a, b) => a.away - b.away)
    .slice(0, NEAREST)
    .map(({ name }) => name);
}
