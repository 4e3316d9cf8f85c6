import type { Product } from './catalogue.js';
import type { AddNote } from './finder.js';
import type { Usage } from './options.js';
import type { Work } from './work.js';

/** Counts the units in use of options or choices that no longer exist; undefined if nothing was counted. */
export function* countUnmatched(products: readonly Product[]): Work<number | undefined> {
  let units: number | undefined;
  for (const { usage } of products) {
    yield;
    if (usage) units = (units ?? 0) + usage.unmatched;
  }
  return units;
}

/** Adds notes about the units of a product that match none of its choices. */
export function noteUnmatched({ id, name, options, usage }: Product, addNote: AddNote): void {
  if (!usage) return;
  const unsure = (options ?? []).filter((option) => usage.unsure.has(option.id));
  const about = `product ${id} (${name})`;
  for (const option of unsure)
    addNote(
      `${about}: ${option.name}: some units in use match none of its choices; they count against each ` +
        'choice, so the units left are not shown',
    );
  if (usage.unmatched > unsureUnits(usage))
    addNote(`${about}: some units in use belong to options that it does not have; no limit counts them`);
}

const unsureUnits = ({ unsure }: Usage): number =>
  [...unsure.values()].reduce((sum, units) => sum + units, 0);
