import { UNKNOWN, UNLIMITED } from "../stock/stock.js";
import { keyOfPicked } from "./subject-finder.js";
function listSubjects({ catalogue, snapshot }, { choicesOf }) {
  const exposed = new Set(snapshot.products.map(({ id }) => id));
  const choices = new Map(
    snapshot.choices.map((left) => [keyOfPicked(left.product.id, "choice", [left]), left])
  );
  const combinations = /* @__PURE__ */ new Map();
  for (const left of snapshot.combinations)
    combinations.set(left.product.id, [...combinations.get(left.product.id) ?? [], left]);
  return catalogue.products.flatMap((product) => {
    const isExposed = exposed.has(product.id);
    const list = (kind, picked, left) => {
      const key = keyOfPicked(product.id, kind, picked);
      const { stock, inUse } = left ?? choices.get(key) ?? (isExposed ? NOT_LIMITED : NOT_KNOWN);
      return { key, product, subject: choicesOf(product).subjectOf(kind, picked), isExposed, stock, inUse };
    };
    const pairs = (product.options ?? []).flatMap(
      (option) => option.choices.map((choice) => ({ option, choice }))
    );
    return [
      list("product", [], { stock: product.stock, inUse: product.usage?.units }),
      ...pairs.map((pair) => list("choice", [pair])),
      ...(combinations.get(product.id) ?? []).map((left) => list("combination", left.picked, left))
    ];
  });
}
const NOT_LIMITED = { stock: UNLIMITED, inUse: void 0 };
const NOT_KNOWN = { stock: UNKNOWN, inUse: void 0 };
export {
  listSubjects
};
