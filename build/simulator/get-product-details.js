import { failure, success } from "./answer.js";
import { OPTION_KINDS } from "./product-option.js";
import { SERVICE_STATUSES } from "./sold-service.js";
const HOLDING = ["Pending", "Active", "Suspended"];
function getProductDetails(shop, _settings, params) {
  const ids = [...params.get("productids")?.split(",") ?? [], ...(params.get("productid") ?? "").split(",")].filter((text) => text !== "").map(Number);
  const named = params.get("statuses")?.split(",") ?? HOLDING;
  const statuses = SERVICE_STATUSES.filter(
    (status) => named.some((name) => name.trim().toLowerCase() === status.toLowerCase())
  );
  if (statuses.length < named.length) return failure("statuses: not a status of a service");
  const wanted = new Set(ids);
  const products = shop.products.filter(({ id }) => ids.length === 0 || wanted.has(id));
  const counted = params.get("usage") !== "0";
  return success({
    totalresults: products.length,
    products: {
      product: products.map((product) => {
        const holders = shop.services.filter(
          ({ productId, status }) => productId === product.id && statuses.includes(status)
        );
        return describe(product, shop, counted ? holders : void 0);
      })
    }
  });
}
function describe(product, shop, holders) {
  return {
    pid: product.id,
    gid: product.groupId,
    groupname: shop.groups.get(product.groupId) ?? "",
    name: product.name,
    type: product.type,
    module: product.module,
    paytype: product.payType,
    stockcontrol: flag(product.stockControl),
    qty: product.quantity,
    hidden: flag(product.hidden),
    retired: flag(product.retired),
    ...holders ? {
      ...countUnits(product, holders),
      configoptions: { configoption: product.options.map((option) => describeOption(option, holders)) }
    } : {}
  };
}
function describeOption(option, holders) {
  return {
    id: option.id,
    name: option.name,
    type: Number(OPTION_KINDS[option.kind]),
    minqty: option.minQuantity ?? 0,
    maxqty: option.maxQuantity ?? 0,
    hidden: 0,
    unmatched: sum(holders, (service) => isUnmatched(service, option) ? service.quantity : 0),
    options: {
      option: option.values.map((value) => ({
        id: value.id,
        name: value.name,
        hidden: flag(value.hidden === true),
        inuse: sum(holders, (service) => unitsOf(service, option, value))
      }))
    }
  };
}
function countUnits({ options }, holders) {
  const sets = /* @__PURE__ */ new Map();
  for (const service of holders) {
    const chosen = options.filter(({ kind }) => kind !== "quantity").flatMap((option) => option.values.filter((value) => unitsOf(service, option, value) > 0)).map(({ id }) => id);
    const set = chosen.toSorted((a, b) => a - b).join(",");
    if (set !== "") sets.set(set, (sets.get(set) ?? 0) + service.quantity);
  }
  const unmatched = sum(holders, (service) => {
    const strange = service.choices.filter(({ optionId }) => {
      const option = options.find(({ id }) => id === optionId);
      return !option || isUnmatched(service, option);
    });
    return strange.length * service.quantity;
  });
  return {
    inuse: sum(holders, ({ quantity }) => quantity),
    unmatched,
    combinations: {
      combination: [...sets].toSorted(([a], [b]) => a < b ? -1 : 1).map(([choices, inuse]) => ({ choices, inuse }))
    }
  };
}
function unitsOf({ choices, quantity }, option, { name }) {
  const chosen = choices.find(({ optionId }) => optionId === option.id)?.value;
  if (chosen === void 0) return 0;
  if (option.kind === "quantity") return Number(chosen) * quantity;
  if (option.kind === "yesno") return chosen === "No" ? 0 : quantity;
  return isNamed(name, chosen) ? quantity : 0;
}
function isUnmatched({ choices }, option) {
  const chosen = choices.find(({ optionId }) => optionId === option.id)?.value;
  return isPicked(option) && chosen !== void 0 && !option.values.some(({ name }) => isNamed(name, chosen));
}
const isPicked = ({ kind }) => kind === "dropdown" || kind === "radio";
const isNamed = (name, chosen) => chosen === name || chosen === name.split("|")[1];
const sum = (elements, units) => elements.reduce((total, element) => total + units(element), 0);
const flag = (value) => value ? 1 : 0;
export {
  getProductDetails
};
