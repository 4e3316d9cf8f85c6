import { quote } from "./finder.js";
import { joinLimits } from "./limits.js";
import { isPicked, keyOfSet } from "./options.js";
import { limitText } from "./text.js";
const MOST_COMBINATIONS = 500;
const idsOf = ({ picked }) => picked.map(({ choice }) => choice.id);
const NO_LIMIT = { capacity: void 0, thresholds: {} };
function findCombinations(options, { combinations, everyCombination }, find, tell) {
  const named = matchCombinations(options, combinations, find, tell);
  const every = everyCombination ? combineAll(options, tell) : [];
  const found = new Map(every.map((combination) => [keyOfSet(idsOf(combination)), combination]));
  for (const [key, combination] of named) found.set(key, combination);
  return withOwnNames([...found.values()]);
}
function withOwnNames(combinations) {
  const names = /* @__PURE__ */ new Set();
  return combinations.map((combination) => {
    const key = keyOfSet(idsOf(combination));
    let { name } = combination;
    while (names.has(name)) name = `${name} #${key}`;
    names.add(name);
    return { ...combination, name };
  });
}
function matchCombinations(options, named, find, tell) {
  const combinations = /* @__PURE__ */ new Map();
  for (const limits of named) {
    const picked = pickChoices(options, limits.when, find, tell);
    if (!picked) continue;
    const combination = combine(picked, limits);
    const key = keyOfSet(idsOf(combination));
    const { limits: joined, isLost } = joinLimits(combinations.get(key)?.limits ?? limits, limits);
    if (isLost) tell(`combination ${combination.name} is configured twice; the first counts`);
    combinations.set(key, { ...combination, limits: joined });
  }
  return combinations;
}
function pickChoices(options, when, find, tell) {
  const picked = /* @__PURE__ */ new Map();
  for (const [optionRef, choiceRef] of when) {
    const option = find.option(optionRef);
    const choice = option && find.choice(option, choiceRef);
    if (!option || !choice) return void 0;
    if (option.kind === "quantity") {
      tell(`option ${quote(option.name)} is of numbers, which make no combination`);
      return void 0;
    }
    if (picked.has(option)) {
      tell(`a combination names option ${quote(option.name)} twice`);
      return void 0;
    }
    picked.set(option, { option, choice });
  }
  return options.flatMap((option) => picked.get(option) ?? []);
}
function combineAll(options, tell) {
  const picked = options.filter(isPicked).map((option) => ({ option, choices: option.choices.filter(({ hidden }) => !hidden) })).filter(({ choices }) => choices.length > 0);
  const size = picked.reduce((product, { choices }) => product * choices.length, 1);
  if (picked.length === 0) {
    tell("combinations: all makes none, for it has no dropdown or radio options");
    return [];
  }
  if (size > MOST_COMBINATIONS) {
    tell(
      `combinations: all would be ${size < 1e15 ? size : "more than 10^15"} combinations, of ${MOST_COMBINATIONS} at most; name those that matter`
    );
    return [];
  }
  return picked.reduce(
    (sets, { option, choices }) => sets.flatMap((set) => choices.map((choice) => [...set, { option, choice }])),
    [[]]
  ).map((set) => combine(set, NO_LIMIT));
}
const combine = (picked, { capacity, thresholds }) => ({
  name: limitText(picked.map(({ option, choice }) => `${option.name}=${choice.name}`).join(", ")),
  picked,
  limits: { capacity, thresholds }
});
export {
  MOST_COMBINATIONS,
  findCombinations,
  idsOf,
  pickChoices
};
