import { recall } from "./facts.js";
import { isEverything, selects } from "./selection.js";
import { limited, UNKNOWN, UNLIMITED } from "./stock.js";
const longestKept = ({ maxAgeMs, intervalMs }) => maxAgeMs - 1.2 * intervalMs;
function judge(before, listed, policy, reading) {
  const { evidence, problem, ...product } = listed;
  const since = reading.at - policy.factsMaxAgeMs;
  const state = (value, last) => value === void 0 ? recall(last, since) : { value, source: evidence.source, at: reading.at };
  const stockControl = state(evidence.stockControl, before.stockControl);
  const isSeenInStock = before.isSeenInStock === true && evidence.stockControl !== false;
  const told = listed.visibility === "unknown" ? void 0 : listed.visibility;
  const visibility = state(told, before.visibility);
  const known = { stockControl, isSeenInStock, says: saysOf(policy, listed) };
  const found = problem === void 0 ? weigh(evidence, known) : void 0;
  const kept = found ? void 0 : keep(before, listed, known, policy, reading);
  const { stock, isRemembered } = found ?? kept ?? NOTHING;
  const isMissed = !found && isOdd(before, listed);
  return {
    product: {
      ...product,
      visibility: visibility?.value ?? "unknown",
      stock,
      stockSource: kept && before.quantity?.source || evidence.source,
      stockAt: kept && before.quantity && stock.kind === "limited" ? before.quantity.at : reading.at,
      isRemembered: isRemembered || told === void 0 && visibility !== void 0
    },
    record: {
      stockControl,
      visibility,
      quantity: numberOf(stock, kept ? before.quantity : void 0, evidence.source, reading.at),
      isSeenInStock: isSeenInStock || isBareInStock(evidence, stock) || void 0,
      missed: isMissed ? missedAgain(before) : void 0,
      listedAt: reading.at
    }
  };
}
const missedAgain = ({ missed = 0 }) => Math.min(2, missed + 1);
const NOTHING = { stock: UNKNOWN, isRemembered: false };
function weigh({ stockControl, quantity }, known) {
  const stated = (stock) => ({ stock, isRemembered: false });
  const remembered = (stock) => ({ stock, isRemembered: true });
  if (stockControl === false) return stated(UNLIMITED);
  if (stockControl === true) return quantity === void 0 ? void 0 : stated(limited(quantity));
  if (known.says === "unlimited") return stated(UNLIMITED);
  const isOff = known.says === void 0 && known.stockControl?.value === false;
  if (isOff) return remembered(quantity === void 0 ? UNLIMITED : UNKNOWN);
  if (quantity === void 0) return void 0;
  if (quantity !== 0 || known.says === "controlled") return stated(limited(quantity));
  return known.stockControl || known.isSeenInStock ? remembered(limited(0)) : stated(UNKNOWN);
}
function keep(before, listed, { stockControl }, policy, reading) {
  if (isOdd(before, listed) && (before.missed ?? 0) > 0 && reading.isRegular) return void 0;
  if (listed.evidence.stockControl === void 0 && stockControl?.value === false)
    return { stock: UNLIMITED, isRemembered: true };
  const { quantity } = before;
  return quantity && quantity.at > reading.at - longestKept(policy) ? { stock: limited(quantity.value), isRemembered: true } : void 0;
}
const isOdd = ({ quantity }, { problem, evidence }) => problem !== void 0 || quantity === void 0 || quantity.source === evidence.source;
const isBareInStock = ({ stockControl, quantity }, stock) => stockControl === void 0 && quantity !== void 0 && quantity > 0 && stock.kind === "limited";
const numberOf = (stock, kept, source, at) => stock.kind === "limited" ? kept ?? { value: stock.quantity, source, at } : void 0;
function saysOf({ stockControlled, unlimited }, product) {
  const isControlled = stockControlled !== void 0 && selects(stockControlled, product);
  const isUnlimited = unlimited !== void 0 && selects(unlimited, product);
  if (isControlled && isUnlimited) return isEverything(unlimited) ? "controlled" : "unlimited";
  if (isUnlimited) return "unlimited";
  return isControlled ? "controlled" : void 0;
}
export {
  judge,
  longestKept,
  missedAgain
};
