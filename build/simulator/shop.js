import { USD } from "./pricing.js";
class Shop {
  /** @param currencies the currencies of all prices; products have their price in the first. */
  constructor(currencies = [USD]) {
    this.currencies = currencies;
  }
  currencies;
  #products = /* @__PURE__ */ new Map();
  #groups = /* @__PURE__ */ new Map();
  #services = /* @__PURE__ */ new Map();
  #lastProductId = 0;
  #lastServiceId = 0;
  get products() {
    return [...this.#products.values()];
  }
  /** Names of product groups by id. */
  get groups() {
    return this.#groups;
  }
  addGroup(id, name) {
    this.#groups.set(id, name);
  }
  addProduct(product) {
    this.#lastProductId += 1;
    const added = {
      id: this.#lastProductId,
      type: "server",
      module: "virtualizor",
      payType: "recurring",
      options: [],
      stockControl: true,
      quantity: 0,
      hidden: false,
      retired: false,
      ...product
    };
    this.#products.set(added.id, added);
    return added;
  }
  /** Removes a product and its services. */
  removeProduct(id) {
    this.#products.delete(id);
    for (const service of this.services) if (service.productId === id) this.#services.delete(service.id);
  }
  /** All services of all clients. */
  get services() {
    return [...this.#services.values()];
  }
  /** @throws {RangeError} if the shop has no such product. */
  addService(service) {
    this.product(service.productId);
    this.#lastServiceId += 1;
    const id = this.#lastServiceId;
    const added = {
      id,
      clientId: 1,
      domain: `host${id}.example`,
      registered: "2025-01-01",
      choices: [],
      quantity: 1,
      status: "Active",
      ...service
    };
    this.#services.set(id, added);
    return added;
  }
  removeService(id) {
    this.#services.delete(id);
  }
  /** @throws {RangeError} if the shop has no such product. */
  product(id) {
    const product = this.#products.get(id);
    if (!product) throw new RangeError(`the shop has no product ${id}`);
    return product;
  }
  /** Takes units out of stock, below zero if there are not enough: the caller checks the stock. */
  sell(id, units = 1) {
    const product = this.product(id);
    if (product.stockControl) product.quantity -= units;
  }
  restock(id, units) {
    this.product(id).quantity += units;
  }
}
function createShop(size, groups = 10) {
  const shop = new Shop();
  for (let id = 1; id <= groups; id += 1) shop.addGroup(id, `Cloud region ${id}`);
  for (let number = 1; number <= size; number += 1) {
    const groupId = number % groups + 1;
    shop.addProduct({
      groupId,
      name: `Cloud server ${2 ** (number % 7)} GB no. ${number}`,
      monthly: "9.00",
      quantity: number % 50
    });
  }
  return shop;
}
export {
  Shop,
  createShop
};
