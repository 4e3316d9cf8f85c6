import { isMatch } from "matcher";
const EVERYTHING = { ids: [], groups: [], names: ["*"] };
const isEverything = ({ names }) => names.includes("*");
function selects(selector, product) {
  return selector.ids.includes(product.id) || selector.groups.some(
    (group) => typeof group === "number" ? group === product.group.id : matches(product.group.name, group)
  ) || selector.names.some((pattern) => matches(product.name, pattern));
}
const matches = (text, pattern) => isMatch(text, pattern, { caseSensitive: false });
function select(products, include, exclude) {
  return products.filter(
    (product) => (!include || selects(include, product)) && !(exclude && selects(exclude, product))
  );
}
export {
  EVERYTHING,
  isEverything,
  select,
  selects
};
