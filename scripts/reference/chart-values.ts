import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';

/** A value of the chart, with its documentation in values.yaml. */
export type ChartValue = {
  /** Its keys from the root, such as `image` and `tag`. */
  readonly path: readonly string[];
  /** The default. */
  readonly preset: unknown;
  readonly description: string;
};

const MARK = /^ -- /m;

/**
 * Returns the values of a chart in their order. Each value has a comment that begins with two dashes. A key
 * without such a comment is a section of values.
 *
 * @throws {Error} if a value has no such comment.
 */
export function listValues(text: string): readonly ChartValue[] {
  const document = parseDocument(text);
  const values: ChartValue[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      const path = [...ancestors, pair].flatMap((node) =>
        isPair(node) && isScalar(node.key) ? [String(node.key.value)] : [],
      );
      const parent = ancestors.at(-1);
      // The parser assigns the comment above the first key of a map to the map.
      const ofMap = isMap(parent) && parent.items[0] === pair ? parent.commentBefore : undefined;
      const comment = (isScalar(pair.key) && pair.key.commentBefore) || ofMap || '';
      const start = comment.search(MARK);
      if (start >= 0) {
        const description = comment
          .slice(start + 4)
          .split('\n')
          .join('');
        values.push({ path, preset: valueAt(document.toJS(), path), description });
        return visit.SKIP;
      }
      if (isMap(pair.value) && pair.value.items.length > 0) return undefined;
      throw new Error(`${path.join('.')} has no comment that begins with two dashes`);
    },
  });
  return values;
}

const valueAt = (root: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], root);
