import { stringify } from 'yaml';
import type { Product } from '../stock/catalogue.js';
import { createReferences, nameOf } from './references.js';

/**
 * The `options` of a product as a comment, to be uncommented and filled with capacities.
 *
 * @returns lines without the sign of a comment; undefined where the product has no options.
 */
export function templateOf({ options, usage }: Product): string | undefined {
  const offered = (options ?? []).flatMap((option) => {
    const choices = option.choices.filter(({ hidden }) => !hidden);
    return choices.length > 0 ? [{ option, choices }] : [];
  });
  if (!options || offered.length === 0) return undefined;
  const references = createReferences(options);
  const lines = offered.flatMap(({ option, choices }) => [
    `   ${keyOf(nameOf(option, references.option))}:`,
    ...choices.map((choice) => {
      const key = keyOf(nameOf(choice, (name) => references.choice(option, name)));
      const used = usage && ` # ${usage.choices.get(choice.id) ?? 0} in use`;
      return `     ${key}:${used ?? ''}`;
    }),
  ]);
  return [' options:', ...lines].join('\n');
}

/** A name as a key in YAML, in quotes where it needs them. */
const keyOf = (name: string): string =>
  stringify(name, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
