import { indexNames } from "./names.js";
function createFinder(options, tell) {
  const findOption = indexNames(options);
  const findChoice = /* @__PURE__ */ new Map();
  let misses = 0;
  function theOne(found, what, reference) {
    if (found.kind === "one") return found.thing;
    misses += 1;
    const told = found.kind === "none" && misses > MOST_NEAREST ? { ...found, nearest: () => [] } : found;
    tell(describeMiss(told, what, reference));
    return void 0;
  }
  return {
    option: (reference) => theOne(findOption(reference), "option", reference),
    choice(option, reference) {
      const find = findChoice.get(option) ?? indexNames(option.choices);
      findChoice.set(option, find);
      return theOne(find(reference), `${option.name}: choice`, reference);
    }
  };
}
const MOST_NEAREST = 10;
function describeMiss(found, what, reference) {
  if (found.kind === "several") {
    const ids = found.things.map(({ id }) => id);
    return `${what} ${quote(reference)} may be any of the ids ${ids.join(", ")}; name it by its id`;
  }
  const nearest = found.nearest().map(quote).join(", ");
  return `${what} ${quote(reference)} is not there${nearest === "" ? "" : `; nearest: ${nearest}`}`;
}
const quote = (text) => JSON.stringify(text);
export {
  createFinder,
  describeMiss,
  quote
};
