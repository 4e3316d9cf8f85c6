const STORE_PATH = "/api/v2/store/";
const USUAL_PAGE = 50;
const LARGEST_PAGE = 500;
function answerStore(shop, settings, path, query) {
  if (settings.profile !== "9.0") return void 0;
  const shown = shop.products.filter(
    ({ hidden, retired }) => settings.quirks.storeListsHidden || !(hidden || retired)
  );
  if (path === "products") return page(shown.map(describe), query);
  if (path === "products/groups") return page([...shop.groups].map(describeGroup), query);
  const [, id] = /^products\/(\d+)$/.exec(path) ?? [];
  if (id === void 0) return void 0;
  const product = shown.find((one) => one.id === Number(id));
  return product ? { status: 200, body: { data: describe(product) } } : { status: 404, body: { message: "Not Found" } };
}
function page(rows, query) {
  const number = (name, otherwise) => Math.max(1, Number(query.get(name) ?? otherwise) || 1);
  const size = Math.min(number("page_size", USUAL_PAGE), LARGEST_PAGE);
  const start = (number("page", 1) - 1) * size;
  return { status: 200, body: { data: rows.slice(start, start + size) } };
}
function describe({ id, name, type, stockControl, quantity }) {
  return {
    id,
    name,
    description: null,
    tagline: null,
    allow_multiple_quantities: { is_supported: false, type: { code: 1, display: "No" } },
    is_domain_required: type === "hostingaccount",
    stock_control_enabled: stockControl,
    stock_quantity: stockControl ? quantity : null,
    type: { name: type, display_name: TYPE_NAMES[type] }
  };
}
const TYPE_NAMES = {
  hostingaccount: "Hosting Account",
  reselleraccount: "Reseller Account",
  server: "Dedicated Server",
  other: "Other"
};
const describeGroup = ([id, name], index) => ({
  id,
  name,
  description: null,
  icon: "",
  headline: "",
  tagline: "",
  order: index,
  features: []
});
export {
  STORE_PATH,
  answerStore
};
