import { productsInUse } from "../../stock/limits.js";
function needsCounting({
  limits,
  usage
}) {
  if (usage.products === "none") return () => false;
  const configured = productsInUse(limits);
  return (product) => product.usage === void 0 && (configured.has(product.id) || usage.products === "all" && (product.options?.length ?? 0) > 0);
}
export {
  needsCounting
};
