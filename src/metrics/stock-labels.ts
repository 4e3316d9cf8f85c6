import type { Movement } from '../stock/movement.js';
import type { Snapshot } from '../stock/snapshot.js';
import { mapInSteps, type Work } from '../stock/work.js';
import { renderLabels } from './text-format.js';

/** Names of the labels that series of a product, a choice and a combination share. */
export const PRODUCT_LABELS = ['site', 'product_id', 'product', 'group'] as const;
export const CHOICE_LABELS = [...PRODUCT_LABELS, 'option_id', 'option', 'choice'] as const;
export const COMBINATION_LABELS = [...PRODUCT_LABELS, 'combination'] as const;

/** A snapshot with its movement, and with the labels that all families share. */
export type StockSubject = {
  readonly snapshot: Snapshot;
  readonly movement: Movement;
  /** Rendered, in the order of the snapshot's products. */
  readonly labels: readonly string[];
  /** Rendered, in the order of its choices. */
  readonly choiceLabels: readonly string[];
  /** Rendered, in the order of its combinations. */
  readonly combinationLabels: readonly string[];
};

/** Prepares a snapshot for the families. */
export function* createStockSubject(snapshot: Snapshot, movement: Movement): Work<StockSubject> {
  const { site, products, choices, combinations } = snapshot;
  const ofProduct = new Map<number, string>();
  const labels = yield* mapInSteps(products, ({ id, name, group }) => {
    const rendered = renderLabels({ site, product_id: id, product: name, group: group.name });
    ofProduct.set(id, rendered);
    return rendered;
  });
  return {
    snapshot,
    movement,
    labels,
    choiceLabels: yield* mapInSteps(choices, ({ product, option, choice }) =>
      join(ofProduct.get(product.id), { option_id: option.id, option: option.name, choice: choice.name }),
    ),
    combinationLabels: yield* mapInSteps(combinations, ({ product, combination }) =>
      join(ofProduct.get(product.id), { combination }),
    ),
  };
}

const join = (product: string | undefined, labels: Readonly<Record<string, string | number>>): string =>
  `${product},${renderLabels(labels)}`;
