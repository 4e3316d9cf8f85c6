import { RE2JS } from "re2js";
import { limited, UNKNOWN, UNLIMITED } from "./stock.js";
function createStockPattern(source) {
  const pattern = compile(source);
  if (pattern.groupCount() !== 1) {
    throw new SyntaxError(`it has ${pattern.groupCount()} groups, where one must stand around the number`);
  }
  return {
    source,
    read(name) {
      const match = pattern.matcher(name);
      if (!match.find()) return { name, stock: UNLIMITED };
      const rest = `${name.slice(0, match.start())} ${name.slice(match.end())}`.replace(/\s+/g, " ").trim();
      const told = match.group(1) ?? "";
      const isWhole = /^\d{1,9}$/.test(told) && !ENDS_IN_NUMBER.test(name.slice(0, match.start(1))) && !BEGINS_WITH_NUMBER.test(name.slice(match.end(1)));
      return { name: rest || name, stock: isWhole ? limited(Number(told)) : UNKNOWN };
    }
  };
}
const ENDS_IN_NUMBER = /(?:[\d.,]|\d\s|[-\u2212])$/;
const BEGINS_WITH_NUMBER = /^[.,]?\d/;
function compile(source) {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const said = error instanceof Error ? error.message : "unreadable";
    const why = said.replace(/^error parsing regexp: /, "").replace(/: `[\s\S]*$/, "");
    throw new SyntaxError(why, { cause: error });
  }
}
export {
  createStockPattern
};
