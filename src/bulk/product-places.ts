import type { Product } from '../stock/catalogue.js';
import { foldName } from '../stock/names.js';
import { keyOfSet, type Option } from '../stock/options.js';
import type { Plan, ProductPlan } from '../stock/plan.js';
import type { Pair } from './combination-text.js';
import {
  createReferences,
  foldPairs,
  inSeveral,
  Miss,
  nameOf,
  type Owned,
  type References,
} from './references.js';

/** Where the configuration speaks, or may speak, of a choice. */
export type ChoicePlace = {
  /** The same for all names of the same choice. */
  readonly key: string;
  /** As the file calls them; where it does not yet, as it had best. */
  readonly option: string;
  readonly choice: string;
  /** Undefined where the file says nothing. */
  readonly plan: Plan | undefined;
  /** What people know it by: WHMCS's names, or the file's where WHMCS has none. */
  readonly label: Pair;
  /** As WHMCS has it; undefined where that is not known. */
  readonly listed: Owned | undefined;
};

/** The same for a combination. */
export type CombinationPlace = {
  readonly key: string;
  readonly when: readonly Pair[];
  /** Its place in the file's list; undefined where it is not there. */
  readonly index: number | undefined;
  readonly plan: Plan | undefined;
  readonly label: readonly Pair[];
  readonly listed: readonly Owned[] | undefined;
};

/** Everything that can be said of a product, by what people and the file call it. */
export type ProductPlaces = {
  /** Every choice, WHMCS's order first, then what only the file has. */
  readonly choices: readonly ChoicePlace[];
  /** The combinations that the file lists. */
  readonly combinations: readonly CombinationPlace[];
  choice(option: string | undefined, choice: string): ChoicePlace | Miss;
  combination(pairs: readonly Pair[]): CombinationPlace | Miss;
};

/** How far a name is trusted that neither WHMCS nor the file knows: `new` lets it in, a text is what is wrong with it. */
export type Stranger = 'new' | string;

/**
 * Finds the places of one product.
 *
 * @param product undefined where WHMCS was not asked, or does not list it.
 * @param stranger what becomes of options that only the row names, where WHMCS's are not known.
 */
export function createPlaces(
  plan: ProductPlan,
  product: Product | undefined,
  stranger: Stranger,
): ProductPlaces {
  const references = product?.options && createReferences(product.options);
  const choices = placeChoices(plan, references);
  const combinations = placeCombinations(plan, references);
  const byKey = new Map(choices.map((place) => [place.key, place]));
  const written = choices.filter(({ listed }) => !listed);
  const combinationsByKey = new Map(combinations.map((place) => [place.key, place]));
  const optionKeys = new Map([...plan.options.keys()].map((name) => [foldName(name), name]));
  const refuse = (column: Miss['column']): Miss | undefined =>
    stranger === 'new' ? undefined : new Miss(column, stranger);

  function unlisted(option: string | undefined, choice: string): ChoicePlace | Miss {
    if (option !== undefined) {
      const known = byKey.get(foldPairs([[option, choice]]));
      if (known) return known;
      const name = optionKeys.get(foldName(option)) ?? option.trim();
      return (
        refuse('option') ?? {
          key: foldPairs([[option, choice]]),
          option: name,
          choice: choice.trim(),
          plan: undefined,
          label: [option, choice],
          listed: undefined,
        }
      );
    }
    const key = foldName(choice);
    const same = written.filter((place) => foldName(place.choice) === key);
    const [only, ...more] = same;
    if (more.length > 0)
      return inSeveral(
        choice,
        same.map((place) => place.option),
      );
    return (
      only ??
      refuse('choice') ??
      new Miss(
        'choice',
        `choice ${JSON.stringify(choice)} is not in the file; say its option in the column option`,
      )
    );
  }

  return {
    choices,
    combinations,
    choice(option, choice) {
      if (!references) return unlisted(option, choice);
      const found = findOwned(references, option, choice);
      const key = found instanceof Miss ? undefined : keyOfChoice(found);
      const place = key === undefined ? undefined : byKey.get(key);
      if (place) return place;
      const kept =
        option === undefined
          ? written.find((known) => foldName(known.choice) === foldName(choice))
          : byKey.get(foldPairs([[option, choice]]));
      return kept ?? (found instanceof Miss ? found : new Miss('choice', 'not listed'));
    },
    combination(pairs) {
      const set = references?.set(pairs);
      const found = set && !(set instanceof Miss) ? set : undefined;
      const place = combinationsByKey.get(found?.key ?? foldPairs(pairs));
      if (place) return place;
      if (found && references) {
        const when = found.owned.map((owned) => namePair(owned, references));
        return { key: found.key, when, index: undefined, plan: undefined, label: when, listed: found.owned };
      }
      const refused = set instanceof Miss ? set : refuse('option');
      if (refused) return refused;
      const when = pairs.map(([option, choice]) => [option.trim(), choice.trim()] as const);
      if (new Set(pairs.map(([option]) => foldName(option))).size < pairs.length)
        return new Miss('option', 'an option is named twice');
      return {
        key: foldPairs(pairs),
        when,
        index: undefined,
        plan: undefined,
        label: when,
        listed: undefined,
      };
    },
  };
}

function findOwned(references: References, optionRef: string | undefined, choiceRef: string): Owned | Miss {
  if (optionRef === undefined) return references.anyChoice(choiceRef);
  const option = references.option(optionRef);
  if (option instanceof Miss) return option;
  const choice = references.choice(option, choiceRef);
  return choice instanceof Miss ? choice : { option, choice };
}

const keyOfChoice = ({ choice }: Owned): string => `#${choice.id}`;

function namePair({ option, choice }: Owned, references: References): Pair {
  return [nameOf(option, references.option), nameOf(choice, (name) => references.choice(option, name))];
}

function placeChoices(plan: ProductPlan, references: References | undefined): readonly ChoicePlace[] {
  const written = [...plan.options].flatMap(([option, plans]) =>
    [...plans].map(([choice, own]) => ({ option, choice, plan: own })),
  );
  if (!references) return written.map((place) => unlistedPlace(place));
  const matched = new Map<string, ChoicePlace>();
  const unmatched: ChoicePlace[] = [];
  const optionNames = new Map<Option, string>();
  for (const optionRef of plan.options.keys()) {
    const option = references.option(optionRef);
    if (!(option instanceof Miss) && !optionNames.has(option)) optionNames.set(option, optionRef);
  }
  for (const place of written) {
    const owned = findOwned(references, place.option, place.choice);
    if (owned instanceof Miss) unmatched.push(unlistedPlace(place));
    else if (!matched.has(keyOfChoice(owned))) {
      const key = keyOfChoice(owned); // of two names of one choice the first counts
      matched.set(key, { ...place, key, label: namePair(owned, references), listed: owned });
    }
  }
  const listed = references.options.flatMap((option) =>
    option.choices.map((choice): ChoicePlace => {
      const owned = { option, choice };
      const key = keyOfChoice(owned);
      const known = matched.get(key);
      if (known) return known;
      const label = namePair(owned, references);
      const own = { option: optionNames.get(option) ?? label[0], choice: label[1] };
      return { key, ...own, plan: undefined, label, listed: owned };
    }),
  );
  return [...listed, ...unmatched];
}

const unlistedPlace = (place: {
  readonly option: string;
  readonly choice: string;
  readonly plan: Plan;
}): ChoicePlace => ({
  ...place,
  key: foldPairs([[place.option, place.choice]]),
  label: [place.option, place.choice],
  listed: undefined,
});

function placeCombinations(
  { combinations }: ProductPlan,
  references: References | undefined,
): readonly CombinationPlace[] {
  if (combinations === 'all') return [];
  const seen = new Set<string>();
  return combinations.flatMap(({ when, ...plan }, index) => {
    const pairs = [...when];
    const set = references?.set(pairs);
    const owned = set && !(set instanceof Miss) ? set.owned : undefined;
    const key = owned ? keyOfSet(owned.map(({ choice }) => choice.id)) : foldPairs(pairs);
    if (seen.has(key)) return []; // of two names of one combination the first counts
    seen.add(key);
    const label = owned && references ? owned.map((each) => namePair(each, references)) : pairs;
    return [{ key, when: pairs, index, plan, label, listed: owned }];
  });
}
