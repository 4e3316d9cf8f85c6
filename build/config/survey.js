import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  visit
} from "yaml";
import { isMergeKey, mergedMaps } from "./yaml-tree.js";
function survey(document, report) {
  const anchors = /* @__PURE__ */ new Map();
  const aliases = /* @__PURE__ */ new Map();
  const merges = [];
  let isSound = true;
  const refuse = (node, message) => {
    isSound = false;
    report(node, message);
  };
  visit(document, (_key, node, path) => {
    if (!isNode(node)) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) refuse(node, BAD_ALIAS);
      else if (path.includes(target)) refuse(node, "an alias to the value that it is part of");
      else aliases.set(node, target);
      return;
    }
    if (node.anchor !== void 0) anchors.set(node.anchor, node);
    if (node.tag !== void 0 && !TAGS.has(node.tag)) report(node, BAD_TAG);
    if (isMap(node)) merges.push(...checkKeys(node, report));
  });
  for (const { key, value } of merges) {
    if (!mergedMaps(value, aliases))
      refuse(key, "<< takes a map or a list of maps, such as *name for &name above");
  }
  return { aliases, isSound };
}
function checkKeys(map, report) {
  const seen = /* @__PURE__ */ new Set();
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      report(key ?? map, "a key that is not a text");
      continue;
    }
    keepWritten(key);
    const name = String(key.value);
    if (seen.has(name)) report(key, isMergeKey(key) ? DUPLICATE_MERGE : DUPLICATE_KEY);
    if (name === "__proto__") report(key, "a key that can not be used; name it by its id");
    seen.add(name);
  }
  return map.items.filter(({ key }) => isMergeKey(key));
}
function keepWritten(node) {
  if (typeof node.value !== "string" && node.source !== void 0) node.value = node.source;
}
const TAGS = /* @__PURE__ */ new Set([
  "!",
  ...["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`)
]);
const BAD_ALIAS = "a value that begins with * is an alias to YAML; put it in quotes if it is meant as text";
const BAD_TAG = "a value that begins with ! is a tag to YAML; put it in quotes if it is meant as text";
const DUPLICATE_KEY = "this key is set above already, in the same map";
const DUPLICATE_MERGE = "a second <<; write one with a list: <<: [*first, *second]";
export {
  keepWritten,
  survey
};
