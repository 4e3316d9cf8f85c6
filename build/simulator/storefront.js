import { encode } from "html-entities";
function storefrontPage(shop) {
  const groups = [...shop.groups].map(([id, name]) => {
    const rows = shop.products.filter((product) => product.groupId === id && !product.hidden && !product.retired).map(
      (product) => `<li>${encode(product.name)}, ${shop.currencies[0]?.prefix ?? ""}${product.monthly} a month${availability(product)}</li>`
    );
    return `<h2>${encode(name)}</h2>
<ul>
${rows.join("\n")}
</ul>`;
  });
  return page("Portal Home", `<h1>Order a server</h1>
${groups.join("\n")}`);
}
const notFoundPage = () => page("404 - Page Not Found", "<h1>Oops!</h1>\n<p>We cannot find that page.</p>");
const availability = ({ stockControl, quantity }) => stockControl ? ` (${quantity} Available)` : "";
const page = (title, body) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>
${body}
</body></html>
`;
export {
  notFoundPage,
  storefrontPage
};
