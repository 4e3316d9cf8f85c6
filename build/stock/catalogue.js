const SOURCE_NAMES = ["companion", "store", "classic"];
function replaceProducts(catalogue, changed) {
  const byId = new Map([...catalogue.products, ...changed].map((product) => [product.id, product]));
  return { ...catalogue, products: [...byId.values()] };
}
function withUsage(catalogue, counted) {
  const products = catalogue.products.map((product) => ({
    ...product,
    usage: product.usage ?? counted.get(product.id)?.usage
  }));
  return { ...catalogue, products };
}
function countByStock({ products, unreadable }) {
  const counts = { limited: 0, unlimited: 0, unknown: unreadable };
  for (const product of products) counts[product.stock.kind] += 1;
  return counts;
}
export {
  SOURCE_NAMES,
  countByStock,
  replaceProducts,
  withUsage
};
