import type { Product } from './catalogue.js';
import { type AddNote, createFinder, quote } from './finder.js';
import type { Draw, Pool } from './limits.js';
import { indexNames } from './names.js';

/** What one unit of a product takes from a pool. */
export type MatchedDraw = {
  /** With any choices. */
  readonly units: number;
  /** In addition, by the id of the choice. */
  readonly choices: ReadonlyMap<number, number>;
};

/** Names that a note lists. */
const MOST_NAMES = 10;

/**
 * Finds the draws of a pool, by product id.
 *
 * @returns undefined if a named product, option or choice is missing, because its use of the pool would be
 * missing too.
 */
export function matchPool(
  pool: Pool,
  products: ReadonlyMap<number, Product>,
  addNote: AddNote,
): ReadonlyMap<number, MatchedDraw> | undefined {
  const about: AddNote = (note) => addNote(`pool ${pool.name}: ${note}; what is left of it is unknown`);
  const drawing = new Set<string>();
  const found = pool.draws.map((draw) => matchDraw(draw, products.get(draw.product), drawing, about));
  const draws = new Map<number, MatchedDraw>();
  for (const draw of found) {
    if (!draw) return undefined;
    const before = draws.get(draw.product);
    draws.set(draw.product, {
      units: (before?.units ?? 0) + draw.units,
      choices: new Map([...(before?.choices ?? []), ...draw.choices]),
    });
  }
  for (const note of undrawn(pool, products, drawing)) addNote(`pool ${pool.name}: ${note}`);
  return draws;
}

/**
 * Yields notes about choices without a draw if other choices of the option have one: they may be forgotten.
 */
function undrawn(
  { draws }: Pool,
  products: ReadonlyMap<number, Product>,
  drawing: ReadonlySet<string>,
): readonly string[] {
  const notes = draws.flatMap((draw) => {
    if ('units' in draw) return [];
    const found = indexNames(products.get(draw.product)?.options ?? [])(draw.option);
    if (found.kind !== 'one') return [];
    const silent = found.thing.choices.filter(({ id }) => !drawing.has(`${draw.product} ${id}`));
    const names = silent.slice(0, MOST_NAMES).map(({ name }) => quote(name));
    const more = silent.length > names.length ? ` and ${silent.length - names.length} more` : '';
    return names.length === 0
      ? []
      : [
          `product ${draw.product}: ${found.thing.name}: nothing is drawn by ${names.join(', ')}${more}; ` +
            'set 0 to confirm it',
        ];
  });
  return [...new Set(notes)];
}

/**
 * Finds the product and choices of one draw.
 *
 * @param drawing keys of the choices that draw from the pool; those of this draw are added.
 */
function matchDraw(
  draw: Draw,
  product: Product | undefined,
  drawing: Set<string>,
  addNote: AddNote,
): (MatchedDraw & { readonly product: number }) | undefined {
  const about: AddNote = (note) => addNote(`product ${draw.product}: ${note}`);
  if (!product) {
    about('WHMCS does not list it');
    return undefined;
  }
  if ('units' in draw) return { product: draw.product, units: draw.units, choices: new Map() };
  if (!product.options) {
    if (!product.optionsOmitted) about('its options could not be read');
    return undefined;
  }
  const find = createFinder(product.options, about);
  const option = find.option(draw.option);
  if (!option) return undefined;
  const choices = new Map<number, number>();
  for (const [choiceRef, units] of draw.choices) {
    const choice = find.choice(option, choiceRef);
    if (!choice) return undefined;
    const key = `${draw.product} ${choice.id}`;
    if (drawing.has(key)) {
      about(`${option.name}: choice ${quote(choiceRef)} already draws from it`);
      return undefined;
    }
    drawing.add(key);
    choices.set(choice.id, units);
  }
  return { product: draw.product, units: 0, choices };
}
