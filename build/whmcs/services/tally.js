import { foldName } from "../../stock/names.js";
import {
  keyOfSet,
  withoutNumbers
} from "../../stock/options.js";
import { plainText } from "../plain-text.js";
import { isNo } from "./yes-no.js";
function createTally(product, holding, pattern) {
  const options = product.options ?? [];
  const match = createMatcher(options, pattern);
  const seen = /* @__PURE__ */ new Set();
  const choices = new Map(options.flatMap((option) => option.choices.map(({ id }) => [id, 0])));
  const sets = /* @__PURE__ */ new Map();
  const unsure = /* @__PURE__ */ new Map();
  let units = 0;
  let unmatched = 0;
  const raise = (counts, key, by) => counts.set(key, (counts.get(key) ?? 0) + by);
  function hold(chosen, quantity) {
    const held = match(chosen);
    if (held.kind === "nothing") return [];
    if (held.kind === "choice") {
      raise(choices, held.choice.id, held.times * quantity);
      return held.inSet ? [held.choice.id] : [];
    }
    for (const { id } of held.of) raise(unsure, id, quantity);
    if (product.options) unmatched += quantity;
    return [];
  }
  return {
    seen: () => seen.size,
    usage: () => withoutNumbers({ units, choices, sets, unsure, unmatched }, options),
    add({ id, status, quantity, chosen }) {
      if (seen.has(id)) return;
      seen.add(id);
      if (!holding.has(status)) return;
      units += quantity;
      const set = chosen.flatMap((option) => hold(option, quantity));
      if (set.length > 0) raise(sets, keyOfSet(set), quantity);
    }
  };
}
const NOTHING = { kind: "nothing" };
function createMatcher(options, pattern) {
  const byId = new Map(options.map((option) => [option.id, option]));
  const byName = gatherNames(options);
  const choicesOf = new Map(options.map((option) => [option, gatherNames(option.choices)]));
  function matchValue(option, value) {
    const [only] = option.choices;
    if (option.kind === "quantity") {
      if (!only || !NUMBER.test(value)) return { kind: "unmatched", of: [option] };
      return { kind: "choice", choice: only, times: Number(value), inSet: false };
    }
    if (option.kind === "yesno" && only) return { kind: "choice", choice: only, times: 1, inSet: true };
    const found = choicesOf.get(option)?.(pattern ? pattern.read(value).name : value) ?? [];
    const [choice] = found;
    return choice && found.length === 1 ? { kind: "choice", choice, times: 1, inSet: true } : { kind: "unmatched", of: [option] };
  }
  return ({ optionId, option: name, kind, value }) => {
    const known = optionId === void 0 ? void 0 : byId.get(optionId);
    const found = optionId === void 0 ? byName(name) : known ? [known] : [];
    const [option] = found;
    if (value === void 0) return { kind: "unmatched", of: found };
    if (isNothing(option?.kind ?? kind, value)) return NOTHING;
    return option && found.length === 1 ? matchValue(option, value) : { kind: "unmatched", of: found };
  };
}
const NUMBER = /^\d{1,9}(\.0+)?$/;
function isNothing(kind, value) {
  if (kind === "yesno") return isNo(value);
  if (kind === "quantity") return value === "" || NUMBER.test(value) && Number(value) === 0;
  return value === "";
}
function gatherNames(things) {
  const [exact, folded] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  const add = (index, key, thing) => {
    const known = index.get(key);
    if (known) known.add(thing);
    else index.set(key, /* @__PURE__ */ new Set([thing]));
  };
  for (const thing of things) {
    for (const name of [thing.name, ...thing.aliases]) {
      add(exact, plainText(name), thing);
      add(folded, foldName(name), thing);
    }
  }
  return (name) => [...exact.get(plainText(name)) ?? folded.get(foldName(name)) ?? []];
}
export {
  createTally
};
