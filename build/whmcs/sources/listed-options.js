import { tellApart } from "../../stock/names.js";
import {
  isPicked,
  keyOfSet,
  withoutNumbers
} from "../../stock/options.js";
import { UNLIMITED } from "../../stock/stock.js";
import { cleanText } from "../../stock/text.js";
import { DecodeError, decodeFlag, decodeInteger, decodeList } from "../decode.js";
import { isRecord } from "../envelope.js";
import { decodeOptionKind } from "../option-kind.js";
import { plainText, readNames } from "../plain-text.js";
function decodeOptions(holder, pattern) {
  if (holder === void 0) return void 0;
  const options = held(holder, "configoption").map((value) => {
    const { id, ...names } = decodeNamed(value, "an option", void 0);
    const kind = decodeKind(value.type);
    const choices = held(value.options, "option").map((choice) => decodeChoice(choice, kind, pattern));
    return { id, name: names.name, aliases: names.aliases, kind, choices: tellApart(uniqueById(choices)) };
  });
  const unique = uniqueById(options);
  const ids = unique.flatMap(({ choices }) => choices.map(({ id }) => id));
  if (new Set(ids).size < ids.length) throw new DecodeError("a choice that is in two options");
  return tellApart(unique);
}
function decodeUsage(product, options) {
  const units = decodeGivenCount(product.inuse, "inuse");
  if (units === void 0) return void 0;
  const choices = /* @__PURE__ */ new Map();
  const listed = held(product.configoptions, "configoption");
  for (const option of listed) {
    for (const choice of held(option.options, "option")) {
      const id = decodeId(choice.id, "a choice");
      choices.set(id, decodeCount(choice.inuse, "inuse of a choice"));
    }
  }
  const unmatched = decodeGivenCount(product.unmatched, "unmatched") ?? 0;
  const unsure = decodeUnsure(listed) ?? anyPicked(options, unmatched);
  return withoutNumbers(
    { units, choices, sets: decodeSets(product.combinations), unsure, unmatched },
    options
  );
}
function decodeUnsure(listed) {
  const unsure = /* @__PURE__ */ new Map();
  let isTold = false;
  for (const { id, unmatched } of listed) {
    const units = decodeGivenCount(unmatched, "unmatched of an option");
    isTold ||= units !== void 0;
    if (units !== void 0 && units > 0) unsure.set(decodeId(id, "an option"), units);
  }
  return isTold ? unsure : void 0;
}
const anyPicked = (options, units) => new Map(units === 0 ? [] : options.filter(isPicked).map(({ id }) => [id, units]));
const MOST_CHOICES = 1e4;
function decodeSets(combinations) {
  if (!isRecord(combinations) || combinations.combination === null) return void 0;
  const sets = /* @__PURE__ */ new Map();
  for (const { choices, inuse } of held(combinations, "combination")) {
    const listed = typeof choices === "string" ? choices.split(",", MOST_CHOICES + 1) : [choices];
    if (listed.length > MOST_CHOICES) throw new DecodeError("a combination of too many choices");
    const ids = listed.map((id) => decodeId(id, "a combination"));
    const key = keyOfSet(ids);
    sets.set(key, (sets.get(key) ?? 0) + decodeCount(inuse, "inuse of a combination"));
  }
  return sets;
}
function decodeChoice(value, kind, pattern) {
  const named = decodeNamed(value, "a choice", pattern);
  return {
    ...named,
    aliases: kind === "yesno" ? [...named.aliases, "Yes", "On"] : named.aliases,
    hidden: decodeFlag(value.hidden) ?? false,
    capacity: decodeGivenCount(value.capacity, "capacity of a choice")
  };
}
function decodeNamed(value, what, pattern) {
  const id = decodeId(value.id, what);
  const read = (text) => pattern?.read(text) ?? { name: text, stock: UNLIMITED };
  const { name, stock } = read(plainText(value.name));
  const shown = readNames(name);
  const typed = readNames(read(plainText(value.rawName)).name);
  const stored = typeof value.name === "string" ? read(cleanText(value.name)).name : "";
  const aliases = [...shown.aliases, typed.name, ...typed.aliases, stored].filter(
    (alias) => alias !== "" && alias !== shown.name
  );
  return { id, name: shown.name || String(id), aliases: [...new Set(aliases)], told: stock };
}
function decodeKind(value) {
  const kind = decodeOptionKind(value);
  if (!kind) throw new DecodeError("an option of an unknown type");
  return kind;
}
function decodeId(value, what) {
  const id = decodeInteger(value);
  if (id === void 0 || id < 1) throw new DecodeError(`${what} without an id`);
  return id;
}
function decodeCount(value, what) {
  const count = decodeGivenCount(value, what);
  if (count === void 0) throw new DecodeError(`${what} is not a count`);
  return count;
}
function decodeGivenCount(value, what) {
  const count = decodeInteger(value);
  if (count !== void 0 && count < 0) throw new DecodeError(`${what} is not a count`);
  return count;
}
function held(holder, name) {
  const list = decodeList(isRecord(holder) && name in holder ? holder[name] : holder);
  const records = list.filter(isRecord);
  if (records.length < list.length) throw new DecodeError(`${name}: expected objects`);
  return records.filter((record) => Object.keys(record).length > 0);
}
function uniqueById(things) {
  const byId = /* @__PURE__ */ new Map();
  for (const thing of things) if (!byId.has(thing.id)) byId.set(thing.id, thing);
  return [...byId.values()];
}
export {
  decodeOptions,
  decodeUsage
};
