import { isPending } from "./document.js";
import { renderPath } from "./key-names.js";
function createCursor(document, reporter) {
  const problem = (path, message) => ({
    ...document.locate(path),
    path: renderPath(path),
    message
  });
  const place = (path, value) => ({
    value: isPending(value) ? void 0 : value,
    text: typeof value === "string" && value !== "" && !isPending(value) ? value : void 0,
    isSet: value !== void 0,
    at: (key) => place([...path, key], childOf(value, key)),
    elements: () => Array.isArray(value) ? value.map((element, index) => place([...path, index], element)) : [],
    found: () => document.found(path, true),
    report: (message) => reporter.report(problem(path, message)),
    warn: (message) => reporter.warn(problem(path, message))
  });
  return place([], document.value);
}
function childOf(value, key) {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : void 0;
}
const either = (own, shared) => own.isSet ? own : shared;
export {
  createCursor,
  either
};
