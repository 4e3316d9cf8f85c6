/** A product as a WHMCS keeps it. */
export type ShopProduct = {
  readonly id: number;
  readonly groupId: number;
  name: string;
  readonly type: 'hostingaccount' | 'reselleraccount' | 'server' | 'other';
  readonly module: string;
  readonly payType: 'free' | 'onetime' | 'recurring';
  readonly monthly: string;
  stockControl: boolean;
  quantity: number;
  hidden: boolean;
  retired: boolean;
};

export type NewProduct = Pick<ShopProduct, 'groupId' | 'name' | 'monthly'> & Partial<Omit<ShopProduct, 'id'>>;

/** What a simulated WHMCS sells. Unlike everything else here it changes: that is what it is for. */
export class Shop {
  readonly #products = new Map<number, ShopProduct>();
  readonly #groups = new Map<number, string>();
  #lastId = 0;

  get products(): readonly ShopProduct[] {
    return [...this.#products.values()];
  }

  /** Names of product groups by id. */
  get groups(): ReadonlyMap<number, string> {
    return this.#groups;
  }

  addGroup(id: number, name: string): void {
    this.#groups.set(id, name);
  }

  addProduct(product: NewProduct): ShopProduct {
    this.#lastId += 1;
    const added: ShopProduct = {
      id: this.#lastId,
      type: 'server',
      module: 'virtualizor',
      payType: 'recurring',
      stockControl: true,
      quantity: 0,
      hidden: false,
      retired: false,
      ...product,
    };
    this.#products.set(added.id, added);
    return added;
  }

  removeProduct(id: number): void {
    this.#products.delete(id);
  }

  /** @throws {RangeError} where the shop has no such product. */
  product(id: number): ShopProduct {
    const product = this.#products.get(id);
    if (!product) throw new RangeError(`the shop has no product ${id}`);
    return product;
  }

  /** Takes units out of stock, below zero if there are not enough: keeping within stock is the caller's business. */
  sell(id: number, units = 1): void {
    const product = this.product(id);
    if (product.stockControl) product.quantity -= units;
  }

  restock(id: number, units: number): void {
    this.product(id).quantity += units;
  }
}

/** A shop of any size, for measuring: products of distinct names with stock from 0 up. */
export function createShop(size: number, groups = 10): Shop {
  const shop = new Shop();
  for (let id = 1; id <= groups; id += 1) shop.addGroup(id, `Cloud region ${id}`);
  for (let number = 1; number <= size; number += 1) {
    const groupId = (number % groups) + 1;
    shop.addProduct({
      groupId,
      name: `Cloud server ${2 ** (number % 7)} GB no. ${number}`,
      monthly: '9.00',
      quantity: number % 50,
    });
  }
  return shop;
}
