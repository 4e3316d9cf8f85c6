import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq
} from "yaml";
function createYamlTree(root, aliases) {
  const pairsOf = once((map) => {
    const own = map.items.filter(({ key }) => !isMergeKey(key));
    const merged = sourcesOf(map, aliases).toReversed().flatMap((source) => [...pairsOf(source).values()]);
    return new Map([...merged, ...own].map((pair) => [keyOf(pair), pair]));
  });
  const countAt = once((node) => {
    const sum = (nodes) => nodes.reduce((total, child) => total + countAt(resolve(child, aliases)), 0);
    if (isSeq(node)) return 1 + sum(node.items);
    return isMap(node) ? 1 + sum(node.items.map(({ value }) => value)) : 1;
  });
  const valueAt = once((node) => {
    const childValue = (child) => valueAt(resolve(child, aliases));
    if (isSeq(node)) return node.items.map(childValue);
    if (isMap(node))
      return Object.fromEntries([...pairsOf(node)].map(([key, { value }]) => [key, childValue(value)]));
    return isScalar(node) ? node.value : null;
  });
  function find(path) {
    let node = resolve(root, aliases);
    for (const key of path) {
      if (isMap(node)) node = resolve(pairsOf(node).get(String(key))?.value, aliases);
      else node = isSeq(node) && typeof key === "number" ? resolve(node.items[key], aliases) : void 0;
    }
    return node;
  }
  return {
    find,
    findKey(path) {
      const parent = find(path.slice(0, -1));
      const key = isMap(parent) ? pairsOf(parent).get(String(path.at(-1)))?.key : void 0;
      return isNode(key) ? key : void 0;
    },
    count: () => countAt(root ?? void 0),
    toValue: () => valueAt(root ?? void 0)
  };
}
const isMergeKey = (key) => isScalar(key) && key.value === "<<" && (key.type === void 0 || key.type === "PLAIN");
const sourcesOf = (map, aliases) => map.items.flatMap(({ key, value }) => isMergeKey(key) ? mergedMaps(value, aliases) ?? [] : []);
function mergedMaps(value, aliases) {
  const node = resolve(value, aliases);
  const sources = isSeq(node) ? node.items.map((item) => resolve(item, aliases)) : [node];
  const maps = sources.filter((source) => isMap(source));
  return maps.length === sources.length ? maps : void 0;
}
function resolve(node, aliases) {
  if (isAlias(node)) return aliases.get(node);
  return isNode(node) ? node : void 0;
}
const keyOf = ({ key }) => isScalar(key) ? String(key.value) : "";
function once(work) {
  const done = /* @__PURE__ */ new Map();
  return (input) => {
    const before = done.get(input);
    if (before !== void 0 || done.has(input)) return before;
    const result = work(input);
    done.set(input, result);
    return result;
  };
}
export {
  createYamlTree,
  isMergeKey,
  mergedMaps
};
