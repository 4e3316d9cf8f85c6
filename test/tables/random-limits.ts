import fc from 'fast-check';
import { Shop } from '../../src/simulator/shop.js';
import { foldName } from '../../src/stock/names.js';

/** Parts of names that CSV, YAML, spreadsheets or this program give a meaning to. */
const SIGNS = [
  ...['"', "'", ',', ';', '=', '+', '-', '@', '\t', '\r', '\n', ' ', '\\', ':', '#', '|', '${', '$'],
  ...['é', '日', '𝕏', '3.10', '010', '1e3', '1-2', 'true', 'none', '5 May', '&amp;', '[', '{'],
];

/** A name that means something to CSV, YAML, a spreadsheet or this program. */
export const randomName = fc
  .array(fc.oneof(fc.constantFrom(...SIGNS), fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((text) => foldName(text) !== '' && !text.includes('\0'));

export type RandomValues = { capacity?: number; warning?: number | 'none'; critical?: number | 'none' };

const units = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const threshold = fc.oneof(units, fc.constant('none' as const));

/** Values of a row, at least one. */
export const randomValues: fc.Arbitrary<RandomValues> = fc
  .record({ capacity: units, warning: threshold, critical: threshold }, { requiredKeys: [] })
  .filter(
    ({ warning, critical }) =>
      !(typeof warning === 'number' && typeof critical === 'number' && critical > warning),
  )
  .filter((values) => Object.keys(values).length > 0);

/** Products of a shop, with the names of their options and choices. */
export type RandomProduct = {
  readonly name: string;
  readonly options: readonly { readonly name: string; readonly choices: readonly string[] }[];
};

export const randomProducts: fc.Arbitrary<readonly RandomProduct[]> = fc.array(
  fc.record({
    name: randomName,
    options: fc.array(
      fc.record({ name: randomName, choices: fc.array(randomName, { minLength: 1, maxLength: 3 }) }),
      { maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Creates a shop that sells some products. */
export function createRandomShop(products: readonly RandomProduct[]): Shop {
  const shop = new Shop();
  let used = 1000;
  const nextId = () => {
    used += 1;
    return used;
  };
  for (const { name, options } of products) {
    const listed = options.map((option) => ({
      ...{ id: nextId(), name: option.name, kind: 'dropdown' as const },
      values: option.choices.map((choice) => ({ id: nextId(), name: choice, monthly: '0' })),
    }));
    shop.addProduct({ groupId: 1, name, monthly: '1', options: listed });
  }
  return shop;
}

/** Names of no choice, of one, or of those of a combination. */
type RandomNames = readonly (readonly [option: string, choice: string])[];

/** Rows of limits of which no two are about the same. */
export const randomRows = fc.uniqueArray(
  fc.record({
    product: fc.integer({ min: 1, max: 4 }),
    names: fc.oneof(
      fc.constant<RandomNames>([]),
      fc.tuple(randomName, randomName).map((pair): RandomNames => [pair]),
      fc
        .tuple(fc.uniqueArray(randomName, { minLength: 2, maxLength: 3, selector: foldName }), randomName)
        .map(([options, choice]): RandomNames => options.map((option) => [option, choice])),
    ),
    values: randomValues,
  }),
  {
    maxLength: 8,
    selector: ({ product, names }) =>
      JSON.stringify([product, names.map((pair) => pair.map(foldName)).toSorted()]),
  },
);
