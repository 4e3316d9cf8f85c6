import { distance } from 'fastest-levenshtein';
import { cleanText } from './text.js';

/** Something of WHMCS's that people call by a name: an option, or one of its choices. */
export type Named = {
  readonly id: number;
  /** As it is shown. */
  readonly name: string;
  /** What it goes by as well. */
  readonly aliases: readonly string[];
};

/** Returns a name in the form that names are compared by: clean, and in lower case. */
export const foldName = (text: string): string => cleanText(text).toLowerCase().normalize('NFC');

/**
 * Tells apart by their ids what is shown by the same name, also where another is called as one of them then would be.
 *
 * @param things each of its own id.
 */
export function tellApart<T extends Named>(things: readonly T[]): readonly T[] {
  const counts = new Map<string, number>();
  for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === things.length) return things;
  return tellApart(
    things.map((thing) =>
      counts.get(thing.name) === 1
        ? thing
        : { ...thing, name: `${thing.name} #${thing.id}`, aliases: [thing.name, ...thing.aliases] },
    ),
  );
}

/** What a reference was found to be. */
export type Found<T> =
  | { readonly kind: 'one'; readonly thing: T }
  | { readonly kind: 'several'; readonly things: readonly T[] }
  | { readonly kind: 'none'; readonly nearest: () => readonly string[] };

/** Finds things by what people call them. */
export type NameIndex<T> = (reference: string) => Found<T>;

const NEAREST = 3;
/** Characters that are compared: it takes time in proportion to the product of two lengths. */
const LONGEST = 100;

/**
 * Makes an index over a few things. A shown name goes before another alias, and both before an id written in digits: what is called `64` is found by
 * `64`, whatever has the id 64.
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

/** Of some names those that are likest to a reference, likest first. */
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
