import { NO_FACTS, recall } from "./facts.js";
import { judge, longestKept, missedAgain } from "./judge.js";
const DOUBTED_LOSS = 20;
function judgeListing({ products: listed, ...listing }, before, facts, policy, reading) {
  const { products, facts: learned } = judgeProducts(listed, facts, policy, reading);
  const found = new Set(products.map(({ id }) => id));
  const known = before?.products ?? [];
  const absent = known.filter(({ id }) => !found.has(id));
  const isLarge = absent.length >= DOUBTED_LOSS && absent.length > known.length / 2;
  const isKept = (product) => {
    const { missed = 0 } = facts.products[product.id] ?? {};
    if (missed > 0 && reading.isRegular) return false;
    return (policy.confirmLoss || !isLarge) && product.stockAt > reading.at - longestKept(policy);
  };
  const kept = absent.filter(isKept);
  const records = Object.fromEntries(
    absent.map(({ id }) => {
      const record = learned.products[id] ?? {};
      return [id, { ...record, missed: missedAgain(record) }];
    })
  );
  return {
    catalogue: { ...listing, products: [...products, ...kept.map(remembered)] },
    facts: forgetOld({ ...learned, products: { ...learned.products, ...records } }, policy, reading),
    isLossDoubted: isLarge && kept.length > 0
  };
}
const judgeFirst = (listing, policy, at) => judgeListing(listing, void 0, NO_FACTS, policy, { at, isRegular: true }).catalogue;
const remembered = (product) => ({ ...product, isRemembered: true });
function judgeProducts(listed, facts, policy, reading) {
  const groups = { ...facts.groups, ...namesIn(listed, reading) };
  const records = { ...facts.products };
  const products = listed.map((product) => {
    const group = nameGroup(product.group, groups, policy, reading);
    const judged = judge(records[product.id] ?? {}, { ...product, group }, policy, reading);
    records[product.id] = judged.record;
    return judged.product;
  });
  return { products, facts: { products: records, groups } };
}
const namesIn = (listed, { at }) => Object.fromEntries(
  listed.flatMap(
    ({ group: { id, name }, evidence: { source } }) => id === void 0 || name === "" ? [] : [[id, { value: name, source, at }]]
  )
);
function nameGroup({ id, name }, groups, { groupNames, factsMaxAgeMs }, { at }) {
  if (id === void 0) return { id, name };
  const stated = recall(groups[id], at - factsMaxAgeMs);
  return { id, name: groupNames.get(id) ?? stated?.value ?? String(id) };
}
function forgetOld(facts, { factsMaxAgeMs }, { at }) {
  const isOld = ({ listedAt = 0 }) => listedAt <= at - factsMaxAgeMs;
  const records = Object.entries(facts.products);
  if (!records.some(([, record]) => isOld(record))) return facts;
  return { ...facts, products: Object.fromEntries(records.filter(([, record]) => !isOld(record))) };
}
export {
  judgeFirst,
  judgeListing,
  judgeProducts
};
