import { encode } from "html-entities";
import { failure, success } from "./answer.js";
import { holdList, numeral, shapeList } from "./php-shapes.js";
import { productPricing, valuePricing } from "./pricing.js";
import { OPTION_KINDS } from "./product-option.js";
import { hasQuantities } from "./settings.js";
function getProducts(shop, settings, params) {
  const { quirks } = settings;
  const pids = params.get("pid")?.split(",").map(Number);
  const { gid, module } = { gid: params.get("gid"), module: params.get("module") };
  const wanted = pids && new Set(pids);
  const products = shop.products.filter(
    (product) => (quirks.listsRetired || !product.retired) && (wanted === void 0 || wanted.has(product.id)) && (gid === void 0 || product.groupId === Number(gid)) && (module === void 0 || product.module === module)
  );
  if (pids && products.length === 0 && quirks.unknownPid === "error") return failure("Product ID Not Found");
  const count = numeral(products.length, settings);
  return success({
    totalresults: count,
    ...quirks.countsProducts ? { startnumber: numeral(0, settings), numreturned: count } : {},
    products: {
      product: shapeList(
        products.map((product) => describe(product, shop.currencies, settings)),
        settings
      )
    }
  });
}
function describe(product, currencies, settings) {
  const { profile, quirks } = settings;
  const slug = product.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const number = (value) => numeral(value, settings);
  return {
    pid: number(product.id),
    gid: number(product.groupId),
    type: product.type,
    name: quirks.entitiesInNames ? encode(product.name) : product.name,
    ...profile === "7.8" ? {} : { slug, [quirks.productUrlKey]: `https://shop.example/store/${slug}` },
    description: "<ul>\r\n<li>Ready in minutes</li>\r\n</ul>",
    module: product.module,
    paytype: product.payType,
    ...quirks.showsStockControl ? {
      stockcontrol: flag(product.stockControl),
      qty: number(product.quantity),
      hidden: flag(product.hidden),
      retired: flag(product.retired)
    } : {},
    ...hasQuantities(profile) ? { allowqty: number(0), ...quantityAvailable(product, settings) } : {},
    pricing: productPricing(product.monthly, currencies),
    customfields: holdList("customfield", [], settings),
    configoptions: holdList(
      "configoption",
      product.options.map((option) => describeOption(option, currencies, settings)),
      settings
    )
  };
}
function quantityAvailable(product, settings) {
  const count = { quantity_available: numeral(product.quantity, settings) };
  if (product.stockControl) return count;
  switch (settings.quirks.quantityWithoutControl) {
    case "absent":
      return {};
    case "null":
      return { quantity_available: null };
    case "zero":
      return { quantity_available: numeral(0, settings) };
    case "left over":
      return count;
  }
}
function describeOption(option, currencies, settings) {
  const number = (value) => numeral(value, settings);
  return {
    id: number(option.id),
    name: option.name,
    type: OPTION_KINDS[option.kind],
    ...hasQuantities(settings.profile) ? { minqty: number(option.minQuantity ?? 0), maxqty: number(option.maxQuantity ?? 0) } : {},
    options: holdList(
      "option",
      option.values.filter(({ hidden }) => settings.quirks.listsHiddenValues || hidden !== true).map((value) => describeValue(value, currencies, settings)),
      settings
    )
  };
}
const describeValue = (value, currencies, settings) => ({
  id: numeral(value.id, settings),
  name: value.name,
  rawName: value.name,
  recurring: numeral(0, settings),
  required: null,
  pricing: valuePricing(value.monthly, currencies)
});
const flag = (value) => value ? 1 : 0;
export {
  getProducts
};
