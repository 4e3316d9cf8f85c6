import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { BAD_ALIAS, BAD_TAG } from './yaml.js';
import { type Aliases, isMergeKey, mergedMaps } from './yaml-tree.js';

type Report = (node: unknown, message: string) => void;

/**
 * Resolves the aliases of a document, and reports what YAML allows but a configuration can't have.
 *
 * @returns the aliases, and whether all of them and all merge keys lead to values.
 */
export function survey(
  document: Document.Parsed,
  report: Report,
): { readonly aliases: Aliases; readonly isSound: boolean } {
  const anchors = new Map<string, Node>();
  const aliases = new Map<Alias, Node>();
  const merges: Pair[] = [];
  let isSound = true;
  const refuse: Report = (node, message) => {
    isSound = false;
    report(node, message);
  };

  visit(document, (_key, node, path) => {
    if (!isNode(node)) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) refuse(node, BAD_ALIAS);
      else if (path.includes(target)) refuse(node, 'an alias to the value that it is part of');
      else aliases.set(node, target);
      return;
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (node.tag !== undefined && !TAGS.has(node.tag)) report(node, BAD_TAG);
    if (isMap(node)) merges.push(...checkKeys(node, report));
  });

  for (const { key, value } of merges) {
    if (!mergedMaps(value, aliases))
      refuse(key, '<< takes a map or a list of maps, such as *name for &name above');
  }
  return { aliases, isSound };
}

/** Returns the merges of a map. */
function checkKeys(map: YAMLMap, report: Report): readonly Pair[] {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      report(key ?? map, 'a key that is not a text');
      continue;
    }
    keepWritten(key);
    const name = String(key.value);
    if (seen.has(name)) report(key, isMergeKey(key) ? DUPLICATE_MERGE : DUPLICATE_KEY);
    if (name === '__proto__') report(key, 'a key that can not be used; name it by its id');
    seen.add(name);
  }
  return map.items.filter(({ key }) => isMergeKey(key));
}

/** Takes a scalar for the text that it is, where YAML takes it for something else: 3.10 is not 3.1. */
export function keepWritten(node: Scalar): void {
  if (typeof node.value !== 'string' && node.source !== undefined) node.value = node.source;
}

/** The tags that only state the type that a value has anyway. */
const TAGS = new Set([
  '!',
  ...['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
]);

const DUPLICATE_KEY = 'this key is set above already, in the same map';
const DUPLICATE_MERGE = 'a second <<; write one with a list: <<: [*first, *second]';
