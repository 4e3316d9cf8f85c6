import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { expand, isTemplate } from '../config/expand.js';
import type { Environment } from '../config/variables.js';

/** Something in the file that can't be edited without changing more than was asked for. */
export class EditRefusal extends Error {
  override readonly name = 'EditRefusal';
}

/** @throws {EditRefusal} where a node is an alias, or what aliases refer to. */
export function refuseShared(node: unknown, what: string): void {
  if (isAlias(node))
    throw new EditRefusal(
      `${what} is the alias *${node.source} in the configuration; write it out to change it`,
    );
  if (isNode(node) && 'anchor' in node && node.anchor !== undefined)
    throw new EditRefusal(
      `${what} is shared as &${node.anchor} in the configuration; write it out to change it`,
    );
}

/** The same for a node and all within. */
export function refuseSharedWithin(node: unknown, what: string): void {
  refuseShared(node, what);
  if (isNode(node)) visit(node, { Node: (_key, inner) => refuseShared(inner, what) });
}

/** @throws {EditRefusal} where a value comes from a variable. */
export function refuseTemplate(node: unknown, what: string): void {
  if (isScalar(node) && typeof node.value === 'string' && isTemplate(node.value))
    throw new EditRefusal(`${what} is ${node.value} in the configuration; change the variable`);
}

/** The pair of a map by its key as it is written. */
export const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key)) === key);

/** A map's value that is a map itself. A key that is not there, or is empty, gets one. */
export function mapIn(document: Document, map: YAMLMap, key: string, flow: boolean, what: string): YAMLMap {
  const pair = pairOf(map, key);
  refuseShared(pair?.value, what);
  if (isMap(pair?.value)) return pair.value;
  const made = new YAMLMap(document.schema);
  made.flow = flow;
  replaceValue(document, map, pair, key, made);
  return made;
}

/** The same for a list. */
export function seqIn(document: Document, map: YAMLMap, key: string, what: string): YAMLSeq {
  const pair = pairOf(map, key);
  refuseShared(pair?.value, what);
  const { value } = pair ?? {};
  if (isSeq(value)) {
    if (value.items.length > 0) return value;
    value.flow = false;
    value.commentBefore = value.comment ?? null;
    value.comment = null;
    return value;
  }
  const made = new YAMLSeq(document.schema);
  replaceValue(document, map, pair, key, made);
  return made;
}

/** Puts a value under a key; a comment on what stood there goes before it. */
function replaceValue(
  document: Document,
  map: YAMLMap,
  pair: Pair | undefined,
  key: string,
  value: YAMLMap | YAMLSeq,
): void {
  if (!pair) {
    map.items.push(document.createPair(key, value));
    return;
  }
  if (isScalar(pair.value) && pair.value.comment) value.commentBefore = pair.value.comment;
  pair.value = value;
}

/** A site of the file, and its products by id. */
export type SiteNode = {
  readonly map: YAMLMap;
  readonly products: Map<number, YAMLMap | Alias>;
  /** @throws {EditRefusal} where the site or its list of products is written in a way that can't be edited. */
  readonly checkEditable: () => void;
};

/** The sites as the file lists them, of a configuration that is good. */
export function openSites(document: Document, env: Environment): readonly SiteNode[] {
  const pair = isMap(document.contents) ? pairOf(document.contents, 'sites') : undefined;
  const sites = resolveAlias(document, pair?.value);
  const items = isSeq(sites) ? sites.items : [];
  return items.map((item) =>
    openSite(item, document, env, () => {
      refuseShared(pair?.value, 'sites');
      refuseShared(item, 'the site');
    }),
  );
}

/** What an alias stands for; anything else as it is. */
export const resolveAlias = (document: Document, node: unknown): unknown =>
  isAlias(node) ? node.resolve(document) : node;

function openSite(item: unknown, document: Document, env: Environment, check: () => void): SiteNode {
  const resolved = resolveAlias(document, item);
  const map = isMap(resolved) ? resolved : new YAMLMap(document.schema);
  const written = pairOf(map, 'products')?.value;
  const list = resolveAlias(document, written);
  const products: SiteNode['products'] = new Map();
  for (const product of isSeq(list) ? list.items : []) {
    if (!isMap(product) && !isAlias(product)) continue;
    const node = resolveAlias(document, product);
    const id = isMap(node) ? idOf(node, env) : undefined;
    if (id !== undefined) products.set(id, product);
  }
  const checkEditable = () => {
    check();
    refuseShared(pairOf(map, 'products')?.value, 'products');
  };
  return { map, products, checkEditable };
}

function idOf(product: YAMLMap, env: Environment): number | undefined {
  const id: unknown = product.get('id');
  const text = typeof id === 'string' ? expand(id, (name) => ({ value: env[name] })).text : String(id);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
