import { writeCombination } from "../config/combination-text.js";
import { keyOfSubject } from "../config/limit.js";
import { describeMiss, quote } from "../stock/finder.js";
import { foldName, indexNames, nearestNames } from "../stock/names.js";
import { keyOfSet } from "../stock/options.js";
import { createChoiceFinder, Miss } from "./choice-finder.js";
const MOST_HINTS = 20;
const keyOfPicked = (product, kind, picked) => `${product} ${kind} ${keyOfSet(picked.map(({ choice }) => choice.id))}`;
const keyOfNames = (product, subject) => `${product} ${keyOfSubject(subject)}`;
function createSubjectFinder({ live, limits, productNames }) {
  const products = new Map(live?.catalogue.products.map((product) => [product.id, product]));
  const choiceFinders = /* @__PURE__ */ new Map();
  const known = new Map(limits.map((limit) => [keyOfNames(limit.product, limit.subject), limit]));
  const ids = new Set(limits.map(({ product }) => product));
  const names = new Map([...productNames, ...[...products].map(([id, { name }]) => [id, name])]);
  const findProduct = indexNames([...names].map(([id, name]) => ({ id, name, aliases: [] })));
  let hints = MOST_HINTS;
  function choicesOf({ id, options }) {
    const finder = choiceFinders.get(id) ?? createChoiceFinder(options ?? []);
    choiceFinders.set(id, finder);
    return finder;
  }
  function pick(id, subject) {
    const product = products.get(id);
    if (!live || !product && live.catalogue.unreadable > 0) return void 0;
    if (!product) return new Miss("product", `WHMCS does not list product ${id}`);
    if (subject.kind !== "product" && !product.options) return void 0;
    const finder = choicesOf(product);
    const picked = finder.find(subject);
    return picked instanceof Miss ? picked : { finder, picked, key: keyOfPicked(id, subject.kind, picked) };
  }
  function listed(id, subject) {
    const found = pick(id, subject);
    if (!found || found instanceof Miss) return found;
    return { key: found.key, product: id, subject: found.finder.subjectOf(subject.kind, found.picked) };
  }
  function keyOf({ product, subject }) {
    const found = pick(product, subject);
    return found && !(found instanceof Miss) ? found.key : keyOfNames(product, subject);
  }
  function findKnown(id, choice) {
    const [only, ...more] = limits.filter(
      ({ product, subject }) => product === id && subject.kind === "choice" && foldName(subject.choice) === foldName(choice)
    );
    if (only && more.length === 0) return only.subject;
    const why = only ? "several options have such a choice" : "no table has such a choice";
    return new Miss("option", `empty, and ${why}; name the option`);
  }
  function hintAt(id, subject) {
    const others = limits.filter(({ product }) => product === id).map((limit) => nameOf(limit.subject));
    hints -= 1;
    if (subject.kind === "product" || others.length === 0 || hints < 0) return {};
    const nearest = nearestNames(nameOf(subject), others).map(quote).join(", ");
    return { hint: `${quote(nameOf(subject))} is new for product ${id}; nearest: ${nearest}` };
  }
  return {
    listed,
    keyOf,
    choicesOf,
    product(reference) {
      const id = /^\d{1,10}$/.test(reference) ? Number(reference) : 0;
      if (names.has(id) || ids.has(id) || !live && id > 0 && id < 2 ** 31) return id;
      const found = findProduct(reference);
      if (found.kind === "one") return found.thing.id;
      hints -= 1;
      const miss = found.kind === "none" && (id > 0 || hints < 0) ? { ...found, nearest: () => [] } : found;
      return new Miss("product", describeMiss(miss, "product", reference));
    },
    any(id, subject) {
      const found = listed(id, subject);
      if (found && !(found instanceof Miss)) return found;
      const own = isComplete(subject) ? subject : findKnown(id, subject.choice);
      const same = own instanceof Miss ? void 0 : known.get(keyOfNames(id, own));
      if (same) return { key: keyOf(same), product: id, subject: same.subject };
      if (found) return found;
      if (live) return new Miss("product", `the options of product ${id} could not be read from WHMCS`);
      if (own instanceof Miss) return own;
      return { key: keyOfNames(id, own), product: id, subject: own, ...hintAt(id, own) };
    }
  };
}
const isComplete = (subject) => subject.kind !== "choice" || subject.option !== void 0;
function nameOf(subject) {
  if (subject.kind === "product") return "";
  return writeCombination(subject.kind === "choice" ? [[subject.option, subject.choice]] : subject.when);
}
export {
  createSubjectFinder,
  keyOfPicked
};
