import fc from 'fast-check';
import { Document } from 'yaml';
import { applyEdit, type EditName, type Holder } from './config-edits.js';

/** The edits of a configuration, and the style in which it is printed. */
export type EditedConfig = {
  readonly edits: readonly { readonly edit: EditName; readonly at: number; readonly chosen: number }[];
  readonly style: number;
};

const edit = fc.oneof(
  { weight: 10, arbitrary: fc.constant('set' as const) },
  { weight: 3, arbitrary: fc.constant('copy' as const) },
  { weight: 2, arbitrary: fc.constant('alias' as const) },
  {
    weight: 7,
    arbitrary: fc.constantFrom('delete', 'move', 'swap', 'merge', 'template', 'nest', 'replace'),
  },
);

/** Edits that leave many configurations valid. */
export const editedConfig: fc.Arbitrary<EditedConfig> = fc.record({
  edits: fc.array(fc.record({ edit, at: fc.nat(), chosen: fc.nat() }), {
    ...{ minLength: 1, maxLength: 4, size: 'max' },
  }),
  style: fc.nat(),
});

/** Returns a configuration with its edits applied. @param original is not changed. */
export function applyEdits(original: object, { edits }: EditedConfig): unknown {
  const copy = structuredClone(original) as Holder;
  for (const { edit, at, chosen } of edits) applyEdit(copy, edit, at, chosen);
  return copy;
}

const STRINGS = ['PLAIN', 'PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL'] as const;
const COLLECTIONS = ['any', 'block', 'flow'] as const;
/** What editors and people do to the whole text. */
const REWRITES = [
  (text: string) => text,
  (text: string) => text.replaceAll('\n', '\r\n'),
  (text: string) => `\uFEFF# a comment\n---\n${text}`,
  (text: string) => text.replaceAll(/(?<=[\]}])\n/g, ' # a comment\n\n'),
];

/** Prints a configuration in one of the ways in which people write YAML. An object used twice is an alias. */
export function printConfig(config: unknown, style: number): string {
  const text = new Document(config, { merge: true }).toString({
    collectionStyle: COLLECTIONS[style % COLLECTIONS.length] ?? 'any',
    defaultStringType: STRINGS[style % STRINGS.length] ?? 'PLAIN',
    indent: 2 + (style % 3),
    lineWidth: 80 * (style % 2),
  });
  return REWRITES[style % REWRITES.length]?.(text) ?? text;
}
