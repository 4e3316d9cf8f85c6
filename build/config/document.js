import { isNode, isPair, isScalar, visit } from "yaml";
import { expand, isTemplate } from "./expand.js";
import { describeFound } from "./found.js";
import { keepWritten, survey } from "./survey.js";
import { describeSyntaxError, parseYaml } from "./yaml.js";
import { createYamlTree } from "./yaml-tree.js";
function readDocument(text, variables) {
  const { document, lines } = parseYaml(text);
  const problems = [];
  const placeOf = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const report = (offset, message) => problems.push({ ...placeOf(offset), path: "", message });
  const reportNode = (node, message) => report(startOf(node) ?? 0, message);
  for (const error of document.errors) report(error.pos[0], describeSyntaxError(error));
  const { aliases, isSound } = survey(document, reportNode);
  const templates = expandScalars(document, variables, reportNode);
  const tree = createYamlTree(document.contents, aliases);
  const hasValue = document.errors.length === 0 && isSound && isBounded(tree, report);
  return {
    value: hasValue ? tree.toValue() : void 0,
    problems,
    locate(path) {
      for (let length = path.length; length >= 0; length -= 1) {
        const start = startOf(tree.find(path.slice(0, length)));
        if (start !== void 0) return placeOf(start);
      }
      return { line: 1, column: 1 };
    },
    locateKey(path) {
      const start = startOf(tree.findKey(path));
      return start === void 0 ? this.locate(path) : placeOf(start);
    },
    lines(path) {
      const { line: from } = typeof path.at(-1) === "string" ? this.locateKey(path) : this.locate(path);
      const end = text.slice(0, tree.find(path)?.range?.[1] ?? 0).trimEnd().length;
      return { from, to: Math.max(from, placeOf(end).line) };
    },
    isPendingAt(path) {
      const node = tree.find(path);
      return isScalar(node) && isPending(node.value);
    },
    found(path, isPrivate) {
      const node = tree.find(path);
      return describeFound(node, isScalar(node) ? templates.get(node) : void 0, isPrivate);
    }
  };
}
const startOf = (node) => isNode(node) ? node.range?.[0] : void 0;
const MOST_VALUES = 2e6;
function isBounded(tree, report) {
  if (tree.count() <= MOST_VALUES) return true;
  report(0, `more than ${MOST_VALUES} values, counting those that aliases repeat`);
  return false;
}
const PENDING = "\0";
const isPending = (value) => value === PENDING;
function expandScalars(document, variables, report) {
  const templates = /* @__PURE__ */ new Map();
  visit(document, {
    Scalar(key, node, path) {
      if (key === "key") return;
      if (isName(path)) keepWritten(node);
      if (typeof node.value !== "string") return;
      if (node.value.includes(PENDING)) report(node, "a NUL character, which no value can hold");
      if (!isTemplate(node.value)) return;
      templates.set(node, node.value);
      const { text, problems } = expand(node.value, variables);
      for (const problem of problems) report(node, problem);
      node.value = problems.length > 0 ? PENDING : text;
    }
  });
  return templates;
}
const isName = (path) => keyOf(path.at(-1)) === "option" || keyOf(path.at(-3)) === "when";
const keyOf = (node) => isPair(node) && isScalar(node.key) ? node.key.value : void 0;
export {
  isPending,
  readDocument
};
