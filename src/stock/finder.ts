import { type Found, indexNames, type Named, type NameIndex } from './names.js';
import type { Choice, Option } from './options.js';

/** Adds a note for the operator about a part of the configuration that has no effect. */
export type AddNote = (note: string) => void;

/** Finds what the configuration names, and adds a note for missing names. */
export type Finder = {
  option(reference: string): Option | undefined;
  choice(option: Option, reference: string): Choice | undefined;
};

/** Creates the finder for the options of one product. */
export function createFinder(options: readonly Option[], addNote: AddNote): Finder {
  const findOption = indexNames(options);
  const findChoice = new Map<Option, NameIndex<Choice>>();
  let misses = 0;

  function theOne<T extends Named>(found: Found<T>, what: string, reference: string): T | undefined {
    if (found.kind === 'one') return found.thing;
    misses += 1;
    const shown = found.kind === 'none' && misses > MOST_NEAREST ? { ...found, nearest: () => [] } : found;
    addNote(describeMiss(shown, what, reference));
    return undefined;
  }

  return {
    option: (reference) => theOne(findOption(reference), 'option', reference),
    choice(option, reference) {
      const find = findChoice.get(option) ?? indexNames(option.choices);
      findChoice.set(option, find);
      return theOne(find(reference), `${option.name}: choice`, reference);
    },
  };
}

/** Notes that list the nearest names, which are slow to find. */
const MOST_NEAREST = 10;

/** Describes why a reference was not found, with the nearest names. */
export function describeMiss(
  found: Exclude<Found<Named>, { kind: 'one' }>,
  what: string,
  reference: string,
): string {
  if (found.kind === 'several') {
    const ids = found.things.map(({ id }) => id);
    return `${what} ${quote(reference)} may be any of the ids ${ids.join(', ')}; name it by its id`;
  }
  const nearest = found.nearest().map(quote).join(', ');
  return `${what} ${quote(reference)} is not there${nearest === '' ? '' : `; nearest: ${nearest}`}`;
}

/** Quotes a name for a note. */
export const quote = (text: string): string => JSON.stringify(text);
