import { isMeasured } from '../../stock/measure.js';
import type { Cursor } from '../cursor.js';
import { keyOfLimit, type Limit, type LimitValues, type Subject, type ValueName } from './limit.js';
import type { ParsedProduct } from './limits-schema.js';
import type { MeasureBook } from './measure-book.js';

type Path = readonly PropertyKey[];

/** A limit of `products`, with its path in that list and the paths of its queries. */
export type YamlLimit = Limit & { readonly path: Path; readonly queries: readonly Path[] };

/**
 * Returns every limit that a site's `products` sets.
 *
 * @param book collects its queries.
 * @param place the position of `products`.
 */
export function readYamlLimits(
  products: readonly ParsedProduct[] | undefined,
  book: MeasureBook,
  place: Cursor,
): readonly YamlLimit[] {
  const limits = new Map<string, YamlLimit>();

  /** A choice may get thresholds under its name, and a capacity from a query for several choices. */
  function add(limit: YamlLimit): void {
    const key = keyOfLimit(limit);
    const before = limits.get(key);
    for (const name of ['capacity', 'left'] as const)
      if (before?.values[name] !== undefined && limit.values[name] !== undefined)
        limit.path
          .reduce((cursor, step) => cursor.at(step), place)
          .report(`the ${name} of this choice is set above already`);
    const values = { ...definedValues(limit.values), ...(before && definedValues(before.values)) };
    const queries = [...(before?.queries ?? []), ...limit.queries];
    limits.set(key, before ? { ...before, values, queries } : limit);
  }

  for (const [index, product] of (products ?? []).entries())
    for (const limit of limitsOf(product, [index], book, place.at(index))) add(limit);
  return [...limits.values()];
}

function* limitsOf(
  { id: product, thresholds, options, combinations, ...own }: ParsedProduct,
  path: Path,
  book: MeasureBook,
  cursor: Cursor,
): Iterable<YamlLimit> {
  const what = `product ${product}`;
  const limit = (subject: Subject, values: LimitValues, ...steps: Path): YamlLimit => {
    const own = [...path, ...steps];
    const measured = (['capacity', 'left'] as const).filter((name) => isMeasured(values[name]));
    return { product, subject, values, path: own, queries: measured.map((name) => [...own, name]) };
  };
  yield limit({ kind: 'product' }, { ...book.resolve(own, { what, cursor }), ...thresholds });
  for (const [option, { capacity, left, ...choices }] of Object.entries(options ?? {})) {
    const place = { what: `${what} ${option}`, cursor: cursor.at('options').at(option) };
    for (const [choice, set] of Object.entries(choices)) {
      const own = { what: `${place.what}=${choice}`, cursor: place.cursor.at(choice) };
      const values =
        typeof set === 'number' ? { capacity: set } : { ...book.resolve(set, own), ...set.thresholds };
      yield limit({ kind: 'choice', option, choice }, values, 'options', option, choice);
    }
    for (const [kind, query] of [['capacity', capacity] as const, ['left', left] as const]) {
      if (!query) continue;
      const measured = book.add(query, kind, place);
      for (const [value, choice] of query.choices) {
        const steps = ['options', option, kind, 'choices', value];
        const filled = limit(
          { kind: 'choice', option, choice },
          { [kind]: { ...measured, value } },
          ...steps,
        );
        yield { ...filled, queries: [filled.path] };
      }
    }
  }
  for (const [index, { when, thresholds: levels, ...set }] of list(combinations).entries()) {
    const pairs = Object.entries(when);
    const name = `${what} ${pairs.map((pair) => pair.join('=')).join(', ')}`;
    const place = { what: name, cursor: cursor.at('combinations').at(index) };
    const values = { ...book.resolve(set, place), ...levels };
    yield limit({ kind: 'combination', when: pairs }, values, 'combinations', index);
  }
}

const list = <T>(combinations: 'all' | readonly T[] | undefined): readonly T[] =>
  combinations === 'all' ? [] : (combinations ?? []);

const definedValues = (values: LimitValues): LimitValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Returns where the value of a limit stands in `products`. */
export const pathOfValue = ({ path }: YamlLimit, name: ValueName): Path =>
  name === 'capacity' ? [...path, name] : [...path, 'thresholds', name];
