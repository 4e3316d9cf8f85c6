import { distinguish } from './names.js';
import type { Choice, Option } from './options.js';
import { UNKNOWN, UNLIMITED } from './stock.js';

/**
 * Adds the choices that were hidden before to options of a source that does not list hidden choices. Services
 * still use them, and would otherwise match no choice. They are kept for as long as the product is listed, so
 * the numbers that WHMCS stated for them become unknown.
 */
export function keepHidden(
  listed: readonly Option[] | undefined,
  before: readonly Option[] | undefined,
): readonly Option[] | undefined {
  if (!before?.some(({ choices }) => choices.some((choice) => choice.hidden))) return listed;
  const hidden = new Map(before.map(({ id, choices }) => [id, choices.filter((choice) => choice.hidden)]));
  return listed?.map((option) => {
    const known = hidden.get(option.id) ?? [];
    if (known.length === 0) return option;
    const ids = new Set(known.map(({ id }) => id));
    const choices = option.choices.map((choice) =>
      ids.has(choice.id) ? { ...choice, hidden: true } : choice,
    );
    const shown = new Set(choices.map(({ id }) => id));
    const kept = known.filter(({ id }) => !shown.has(id)).map(withoutNumbers);
    return { ...option, choices: distinguish([...choices, ...kept]) };
  });
}

function withoutNumbers(choice: Choice): Choice {
  const { namedStock, capacity } = choice;
  const isLimited = namedStock.kind !== 'unlimited' || capacity !== undefined;
  return { ...choice, namedStock: isLimited ? UNKNOWN : UNLIMITED, capacity: undefined };
}
