import { renderLabels } from "./text-format.js";
const PRODUCT_LABELS = ["site", "product_id", "product", "group"];
const CHOICE_LABELS = [...PRODUCT_LABELS, "option_id", "option", "choice"];
const COMBINATION_LABELS = [...PRODUCT_LABELS, "combination"];
function createStockSubject(snapshot, movement) {
  const { site, products, choices, combinations } = snapshot;
  const labels = products.map(
    ({ id, name, group }) => renderLabels({ site, product_id: id, product: name, group: group.name })
  );
  const ofProduct = new Map(products.map(({ id }, index) => [id, labels[index] ?? ""]));
  return {
    snapshot,
    movement,
    labels,
    choiceLabels: choices.map(
      ({ product, option, choice }) => join(ofProduct.get(product.id), { option_id: option.id, option: option.name, choice: choice.name })
    ),
    combinationLabels: combinations.map(
      ({ product, combination }) => join(ofProduct.get(product.id), { combination })
    )
  };
}
const join = (product, labels) => `${product},${renderLabels(labels)}`;
export {
  CHOICE_LABELS,
  COMBINATION_LABELS,
  PRODUCT_LABELS,
  createStockSubject
};
