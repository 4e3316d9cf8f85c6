import { z } from "zod";
import { createStockPattern } from "../stock/stock-pattern.js";
import { DURATION_PATTERN, parseDuration, parseSize, SIZE_PATTERN } from "./units.js";
const orTemplate = (pattern) => `(${pattern})|\\$\\{`;
const SECOND = 1e3;
const MINUTE = 6e4;
const DAY = 864e5;
function duration(least, most, expected) {
  return z.string({ error: `expected a duration such as ${expected}` }).transform((text2, context) => {
    const ms = parseDuration(text2);
    if (ms !== void 0 && ms >= least && ms <= most) return ms;
    context.addIssue(
      `expected a duration such as ${expected}${ms === void 0 ? "" : `, from ${least / SECOND}s to ${most / DAY}d`}`
    );
    return z.NEVER;
  }).meta({ pattern: orTemplate(DURATION_PATTERN) });
}
const size = z.string({ error: "expected a size such as 64MiB" }).transform((text2, context) => {
  const bytes = parseSize(text2);
  if (bytes !== void 0 && bytes >= 1024 && bytes <= 2 ** 30) return bytes;
  context.addIssue(`expected a size such as 64MiB${bytes === void 0 ? "" : ", from 1KiB to 1GiB"}`);
  return z.NEVER;
}).meta({ pattern: orTemplate(SIZE_PATTERN) });
function whole(least, most) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z.union([z.number(), z.string().meta({ pattern: orTemplate("^\\d+$") })], { error: expected }).transform((value, context) => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most)
      return number;
    context.addIssue(expected);
    return z.NEVER;
  });
}
const flag = z.union([z.boolean(), z.string().meta({ pattern: orTemplate("^(true|false)$") })], {
  error: "expected true or false"
}).transform((value, context) => {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  context.addIssue("expected true or false");
  return z.NEVER;
});
const text = (what) => z.string({ error: `expected ${what}` }).min(1, { error: `expected ${what}` });
const id = whole(1, 2 ** 31 - 1);
const list = (element, what) => z.array(element, { error: `expected a list of ${what}` }).exactOptional();
const regexp = z.string({ error: "expected a regular expression" }).transform((source, context) => {
  try {
    return createStockPattern(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue(`expected a regular expression in RE2's syntax: ${error.message}`);
    return z.NEVER;
  }
});
export {
  DAY,
  MINUTE,
  SECOND,
  duration,
  flag,
  id,
  list,
  regexp,
  size,
  text,
  whole
};
