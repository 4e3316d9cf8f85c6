import { createFinder, quote } from "./finder.js";
import { indexNames } from "./names.js";
const MOST_NAMES = 10;
function matchPool(pool, products, tell) {
  const about = (note) => tell(`pool ${pool.name}: ${note}; what is left of it is unknown`);
  const drawing = /* @__PURE__ */ new Set();
  const found = pool.draws.map((draw) => matchDraw(draw, products.get(draw.product), drawing, about));
  const draws = /* @__PURE__ */ new Map();
  for (const draw of found) {
    if (!draw) return void 0;
    const before = draws.get(draw.product);
    draws.set(draw.product, {
      units: (before?.units ?? 0) + draw.units,
      choices: new Map([...before?.choices ?? [], ...draw.choices])
    });
  }
  for (const note of undrawn(pool, products, drawing)) tell(`pool ${pool.name}: ${note}`);
  return draws;
}
function undrawn({ draws }, products, drawing) {
  const notes = draws.flatMap((draw) => {
    if ("units" in draw) return [];
    const found = indexNames(products.get(draw.product)?.options ?? [])(draw.option);
    if (found.kind !== "one") return [];
    const silent = found.thing.choices.filter(({ id }) => !drawing.has(`${draw.product} ${id}`));
    const names = silent.slice(0, MOST_NAMES).map(({ name }) => quote(name));
    const more = silent.length > names.length ? ` and ${silent.length - names.length} more` : "";
    return names.length === 0 ? [] : [
      `product ${draw.product}: ${found.thing.name}: nothing is drawn by ${names.join(", ")}${more}; say 0 if that is so`
    ];
  });
  return [...new Set(notes)];
}
function matchDraw(draw, product, drawing, tell) {
  const about = (note) => tell(`product ${draw.product}: ${note}`);
  if (!product) {
    about("WHMCS does not list it");
    return void 0;
  }
  if ("units" in draw) return { product: draw.product, units: draw.units, choices: /* @__PURE__ */ new Map() };
  if (!product.options) {
    about("its options could not be read");
    return void 0;
  }
  const find = createFinder(product.options, about);
  const option = find.option(draw.option);
  if (!option) return void 0;
  const choices = /* @__PURE__ */ new Map();
  for (const [choiceRef, units] of draw.choices) {
    const choice = find.choice(option, choiceRef);
    if (!choice) return void 0;
    const key = `${draw.product} ${choice.id}`;
    if (drawing.has(key)) {
      about(`${option.name}: choice ${quote(choiceRef)} draws from it already`);
      return void 0;
    }
    drawing.add(key);
    choices.set(choice.id, units);
  }
  return { product: draw.product, units: 0, choices };
}
export {
  matchPool
};
