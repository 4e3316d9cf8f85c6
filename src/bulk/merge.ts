import { type Document, isAlias, isMap, isScalar, type YAMLMap } from 'yaml';
import { isTemplate } from '../config/expand.js';
import type { Product } from '../stock/catalogue.js';
import type { Stock } from '../stock/stock.js';
import { addProduct } from './add-product.js';
import type { ConfigFile } from './config-file.js';
import type { LiveSite } from './live.js';
import { openSites, pairOf } from './nodes.js';
import { templateOf } from './option-template.js';
import type { SiteView } from './site-view.js';

/**
 * Adds the products that a site's list in the file does not have, and gives those that are called otherwise now their names. Nothing
 * else is touched.
 *
 * @returns what is new, gone, renamed, in words.
 */
export function mergeSite(
  document: Document,
  { text, env }: ConfigFile,
  view: SiteView,
  { site, snapshot }: LiveSite,
): readonly string[] {
  const node = openSites(document, env)[view.index];
  if (!node) return [];
  const told: string[] = [];
  const tell = (message: string) => told.push(`site ${site.name}: ${message}`);

  for (const id of view.listed.keys()) {
    const product = view.products.get(id);
    if (!product) tell(`gone: ${id} ${view.listed.get(id) ?? ''}`.trimEnd());
    else rename(node.products.get(id), product, view.listed.get(id), tell);
    if (product) compareChoices(view, product, tell);
  }
  const groups = new Set<string>();
  for (const product of snapshot.products) {
    if (view.listed.has(product.id)) continue;
    node.checkEditable();
    const added = addProduct(document, text, node, product);
    const name = describeGroup(product);
    describe(added, product, groups.has(name) ? undefined : name, groups.size > 0 || view.listed.size > 0);
    groups.add(name);
    if (view.listed.size > 0) tell(`new: ${product.id} ${product.name}`);
  }
  if (view.listed.size === 0) tell(`${snapshot.products.length} products`);
  return told;
}

/** The name is a label for people, and only helps as long as it is WHMCS's. */
function rename(
  node: unknown,
  product: Product,
  label: string | undefined,
  tell: (message: string) => void,
): void {
  if (label === undefined || label === product.name || isAlias(node) || !isMap(node)) return;
  const value = pairOf(node, 'name')?.value;
  if (!isScalar(value) || value.anchor !== undefined || isTemplate(String(value.value))) return;
  value.value = product.name;
  tell(`renamed: ${product.id} ${label} -> ${product.name}`);
}

/** Holds the options that the file speaks of against WHMCS's. */
function compareChoices(view: SiteView, product: Product, tell: (message: string) => void): void {
  const { choices } = view.places(product.id);
  const spoken = new Set(choices.flatMap(({ plan, listed }) => (plan && listed ? [listed.option.id] : [])));
  for (const { plan, listed, label } of choices) {
    const what = `product ${product.id} (${product.name}): ${label.join('=')}`;
    if (plan && !listed) tell(`gone choice: ${what}`);
    else if (!plan && listed && !listed.choice.hidden && spoken.has(listed.option.id))
      tell(`new choice: ${what}`);
  }
}

/** Puts beside a new product what is known of it now. */
function describe(node: YAMLMap, product: Product, group: string | undefined, apart: boolean): void {
  const id = pairOf(node, 'id')?.value;
  if (isScalar(id)) id.comment = ` ${describeStock(product.stock)}`;
  if (group !== undefined) {
    node.commentBefore = ` ${group}`;
    node.spaceBefore = apart;
  }
  const template = templateOf(product);
  if (template !== undefined) node.comment = template;
}

const describeGroup = ({ group: { id, name } }: Product): string =>
  name === String(id) ? `Group ${name}` : name;

const describeStock = (stock: Stock): string =>
  stock.kind === 'limited' ? `${stock.quantity} in stock` : stock.kind;
