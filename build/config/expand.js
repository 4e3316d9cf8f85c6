import { nameVariable } from "./found.js";
const REFERENCE = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;
function expand(text, variables) {
  const problems = [];
  const expanded = text.replace(
    REFERENCE,
    (match, name, fallback) => {
      if (match === "$$") return "$";
      if (name === void 0) {
        problems.push("a ${ that begins no variable; write ${NAME}, or $${ for the characters themselves");
        return match;
      }
      const { value, problem } = variables(name);
      if (problem !== void 0) problems.push(problem);
      else if (value === void 0 && fallback === void 0)
        problems.push(`the variable ${nameVariable(name)} is not set, in the environment or in .env`);
      return value ?? fallback ?? "";
    }
  );
  return { text: expanded, problems };
}
const isTemplate = (text) => text.includes("$");
export {
  expand,
  isTemplate
};
