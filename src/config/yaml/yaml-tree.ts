import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';

/** The node of each alias of a document. */
export type Aliases = ReadonlyMap<Alias, Node>;

/**
 * The nodes of a document as their values have them: aliases and merge keys are replaced by what they stand
 * for.
 */
export type YamlTree = {
  /** Returns the node at the path of a value; undefined if there is none. */
  readonly find: (path: readonly PropertyKey[]) => Node | undefined;
  /** Returns the node of the last key of a path. */
  readonly findKey: (path: readonly PropertyKey[]) => Node | undefined;
  /** Returns how many values there are, at most, once everything is replaced. */
  readonly count: () => number;
  /** Returns the value of the document. What several aliases stand for is one object. */
  readonly toValue: () => unknown;
};

/** Every node is processed once, independent of the number of aliases. */
export function createYamlTree(root: Node | null, aliases: Aliases): YamlTree {
  const pairsOf = once((map: YAMLMap): ReadonlyMap<string, Pair> => {
    const own = map.items.filter(({ key }) => !isMergeKey(key));
    // A map's own pairs replace merged ones, and those of an earlier source replace those of a later one.
    const merged = sourcesOf(map, aliases)
      .toReversed()
      .flatMap((source) => [...pairsOf(source).values()]);
    return new Map([...merged, ...own].map((pair) => [keyOf(pair), pair]));
  });

  const countAt = once((node: Node | undefined): number => {
    const sum = (nodes: readonly unknown[]) =>
      nodes.reduce<number>((total, child) => total + countAt(resolve(child, aliases)), 0);
    if (isSeq(node)) return 1 + sum(node.items);
    return isMap(node) ? 1 + sum(node.items.map(({ value }) => value)) : 1;
  });

  const valueAt = once((node: Node | undefined): unknown => {
    const childValue = (child: unknown) => valueAt(resolve(child, aliases));
    if (isSeq(node)) return node.items.map(childValue);
    if (isMap(node))
      return Object.fromEntries([...pairsOf(node)].map(([key, { value }]) => [key, childValue(value)]));
    return isScalar(node) ? node.value : null;
  });

  function find(path: readonly PropertyKey[]): Node | undefined {
    let node = resolve(root, aliases);
    for (const key of path) {
      if (isMap(node)) node = resolve(pairsOf(node).get(String(key))?.value, aliases);
      else node = isSeq(node) && typeof key === 'number' ? resolve(node.items[key], aliases) : undefined;
    }
    return node;
  }

  return {
    find,
    findKey(path) {
      const parent = find(path.slice(0, -1));
      const key = isMap(parent) ? pairsOf(parent).get(String(path.at(-1)))?.key : undefined;
      return isNode(key) ? key : undefined;
    },
    count: () => countAt(root ?? undefined),
    toValue: () => valueAt(root ?? undefined),
  };
}

export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && key.value === '<<' && (key.type === undefined || key.type === 'PLAIN');

/** Returns the maps that the merge keys of a map name. */
const sourcesOf = (map: YAMLMap, aliases: Aliases): readonly YAMLMap[] =>
  map.items.flatMap(({ key, value }) => (isMergeKey(key) ? (mergedMaps(value, aliases) ?? []) : []));

/** Returns the maps that a merge key names, one or a list of them; undefined if it names anything else. */
export function mergedMaps(value: unknown, aliases: Aliases): readonly YAMLMap[] | undefined {
  const node = resolve(value, aliases);
  const sources = isSeq(node) ? node.items.map((item) => resolve(item, aliases)) : [node];
  const maps = sources.filter((source) => isMap(source));
  return maps.length === sources.length ? maps : undefined;
}

function resolve(node: unknown, aliases: Aliases): Node | undefined {
  if (isAlias(node)) return aliases.get(node);
  return isNode(node) ? node : undefined;
}

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

function once<T, R>(work: (input: T) => R): (input: T) => R {
  const done = new Map<T, R>();
  return (input) => {
    const before = done.get(input);
    if (before !== undefined || done.has(input)) return before as R;
    const result = work(input);
    done.set(input, result);
    return result;
  };
}
