import type { Named } from './names.js';
import type { Stock } from './stock.js';

/**
 * The kinds of a configurable option (docs.whmcs.com/products/configuration-options). A customer picks one
 * choice of a dropdown or radio option. The other kinds have a single choice: yes or no, or a number of
 * units.
 */
export const OPTION_KINDS = ['dropdown', 'radio', 'yesno', 'quantity'] as const;
export type OptionKind = (typeof OPTION_KINDS)[number];

/** A configurable option of a product. */
export type Option = Named & {
  readonly kind: OptionKind;
  readonly choices: readonly Choice[];
};

export type Choice = Named & {
  /** Whether customers can no longer pick it. */
  readonly hidden: boolean;
  /** The stock stated in the name of the choice; unlimited if there is none. */
  readonly namedStock: Stock;
  /** Total units, if WHMCS reports them. */
  readonly capacity: number | undefined;
};

/** Returns whether the choices of an option exclude each other. */
export const isPicked = ({ kind }: Pick<Option, 'kind'>): boolean => kind === 'dropdown' || kind === 'radio';

/** The units in use of one product. A service of quantity 3 uses three units. */
export type Usage = {
  /** Units of the product. */
  readonly units: number;
  /**
   * Units that match each choice, by its id. A missing choice was not counted. For a quantity option it is
   * the sum of the numbers.
   */
  readonly choices: ReadonlyMap<number, number>;
  /**
   * Units of each set of choices in one service, without quantity options, by `keyOfSet`; undefined if not
   * counted.
   */
  readonly sets: ReadonlyMap<string, number> | undefined;
  /** Units of an option that match none of its choices, by the id of the option. Zeros are left out. */
  readonly unsure: ReadonlyMap<number, number>;
  /** Units that match no choice, including those of options that the product does not have. */
  readonly unmatched: number;
};

/**
 * Returns usage without the quantity options that have units without a match. The number of those units is
 * unknown, so the units in use are too.
 */
export function withoutNumbers(usage: Usage, options: readonly Option[]): Usage {
  const unsure = options.filter(({ id, kind }) => kind === 'quantity' && usage.unsure.has(id));
  if (unsure.length === 0) return usage;
  const lost = new Set(unsure.flatMap(({ choices }) => choices.map(({ id }) => id)));
  return { ...usage, choices: new Map([...usage.choices].filter(([id]) => !lost.has(id))) };
}

/** Returns whether no option or choice was added or renamed. */
export function isSameNames(before: readonly Option[], now: readonly Option[]): boolean {
  const names = new Map(before.flatMap(namesOf));
  return now.flatMap(namesOf).every(([key, name]) => names.get(key) === name);
}

const namesOf = ({ id, kind, name, choices }: Option): readonly (readonly [string, string])[] => [
  [`option ${id}`, `${kind} ${name}`],
  ...choices.map((choice) => [`choice ${choice.id}`, choice.name] as const),
];

/** Returns whether options lack a choice, other than a hidden one, that there was before. */
export function lacksChoice(options: readonly Option[], before: readonly Option[] = []): boolean {
  const listed = new Set(options.flatMap(({ choices }) => choices.map(({ id }) => id)));
  return before.some(({ choices }) => choices.some(({ id, hidden }) => !hidden && !listed.has(id)));
}

/** Returns the names of options and choices as a key. */
export const namesKey = (options: readonly Option[] | undefined): string =>
  options ? JSON.stringify(options.flatMap(namesOf)) : 'unknown';
