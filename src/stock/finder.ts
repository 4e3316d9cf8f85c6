import { type Found, indexNames, type Named, type NameIndex } from './names.js';
import type { Choice, Option } from './options.js';

/** Told what in the configuration comes to nothing, in words for the operator. */
export type Tell = (note: string) => void;

/** Finds what the configuration names, and tells of what is not there. */
export type Finder = {
  option(reference: string): Option | undefined;
  choice(option: Option, reference: string): Choice | undefined;
};

/** Makes the finder of one product's options. */
export function createFinder(options: readonly Option[], tell: Tell): Finder {
  const findOption = indexNames(options);
  const findChoice = new Map<Option, NameIndex<Choice>>();
  let misses = 0;

  function theOne<T extends Named>(found: Found<T>, what: string, reference: string): T | undefined {
    if (found.kind === 'one') return found.thing;
    misses += 1;
    const told = found.kind === 'none' && misses > MOST_NEAREST ? { ...found, nearest: () => [] } : found;
    tell(describeMiss(told, what, reference));
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

/** Misses that are told with the nearest names, which take time to find. */
const MOST_NEAREST = 10;

/** What is wrong with a reference, with what may have been meant. */
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

/** A name as a note shows it. */
export const quote = (text: string): string => JSON.stringify(text);
