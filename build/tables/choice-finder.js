import { pickChoices } from "../stock/combinations.js";
import { createFinder, quote } from "../stock/finder.js";
import { nearestNames } from "../stock/names.js";
class Miss {
  constructor(column, message) {
    this.column = column;
    this.message = message;
  }
  column;
  message;
}
function createChoiceFinder(options) {
  let note = "";
  const tell = (text) => {
    note = text;
  };
  const find = createFinder(options, tell);
  function findInAnyOption(name) {
    const owners = options.flatMap((option) => {
      const choice = find.choice(option, name);
      return choice ? [{ option, choice }] : [];
    });
    if (owners.length === 1) return owners;
    const names = owners.map(({ option }) => quote(option.name)).join(", ");
    if (owners.length > 1)
      return new Miss(
        "option",
        `empty, but the options ${names} have a choice ${quote(name)}; name one of them`
      );
    const all = options.flatMap(({ choices }) => choices.map((choice) => choice.name));
    const nearest = nearestNames(name, all).map(quote).join(", ");
    return new Miss("choice", `no option has a choice ${quote(name)}${nearest && `; nearest: ${nearest}`}`);
  }
  const nameChoice = ({ option, choice }) => [
    namesOf(option).find((name) => find.option(name) === option) ?? option.name,
    namesOf(choice).find((name) => find.choice(option, name) === choice) ?? choice.name
  ];
  return {
    find(subject) {
      if (subject.kind === "product") return [];
      if (subject.kind === "combination")
        return pickChoices(options, subject.when, find, tell) ?? new Miss("combination", note);
      if (subject.option === void 0) return findInAnyOption(subject.choice);
      const option = find.option(subject.option);
      if (!option) return new Miss("option", note);
      const choice = find.choice(option, subject.choice);
      return choice ? [{ option, choice }] : new Miss("choice", note);
    },
    subjectOf(kind, picked) {
      const when = picked.map(nameChoice);
      const [only] = when;
      if (kind === "combination" || !only)
        return kind === "combination" ? { kind, when } : { kind: "product" };
      return { kind: "choice", option: only[0], choice: only[1] };
    }
  };
}
const namesOf = ({ name, aliases, id }) => [name, ...aliases, String(id)];
export {
  Miss,
  createChoiceFinder
};
