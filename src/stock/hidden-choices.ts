import { distinguish } from './names.js';
import type { Option } from './options.js';

/**
 * Adds the choices that were hidden before to options of a source that does not list hidden choices. Services
 * still use them, and would otherwise match no choice.
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
    return { ...option, choices: distinguish([...choices, ...known.filter(({ id }) => !shown.has(id))]) };
  });
}
