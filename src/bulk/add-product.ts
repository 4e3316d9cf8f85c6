import { type Document, isMap, type YAMLMap, type YAMLSeq } from 'yaml';
import { type SiteNode, seqIn } from './nodes.js';

/**
 * Adds a product at the end of a site's list.
 *
 * @param text what the document was read from.
 */
export function addProduct(
  document: Document,
  text: string,
  { map, products }: SiteNode,
  { id, name }: { readonly id: number; readonly name: string | undefined },
): YAMLMap {
  const product = document.createNode(name === undefined ? { id } : { id, name }) as YAMLMap; // of an object
  const list = seqIn(document, map, 'products', 'products');
  releaseComment(list, text);
  list.items.push(product);
  products.set(id, product);
  return product;
}

/**
 * Gives the list back what the parser took for the end of its last element: comments that stand further left than the list do not
 * belong to it, and have to come after what is added.
 */
function releaseComment(list: YAMLSeq, text: string): void {
  const last = list.items.at(-1);
  if (!isMap(last) || !last.comment || !last.range) return;
  const [start, , end] = last.range;
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const indent = text.slice(lineStart, start).lastIndexOf('-');
  const below = text
    .slice(start, end)
    .split('\n')
    .map((line) => line.trimEnd());
  while (below.at(-1) === '') below.pop();
  const from = below.findIndex((line) => /^\s*#/.test(line) && line.indexOf('#') < indent);
  const lines = last.comment.split('\n');
  const kept = from < 0 ? lines.length : Math.max(0, lines.length - (below.length - from));
  if (kept === lines.length) return;
  list.comment = lines.slice(kept).join('\n');
  last.comment = lines.slice(0, kept).join('\n').trimEnd() || null;
}
