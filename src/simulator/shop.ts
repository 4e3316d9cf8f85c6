import { type Currency, USD } from './pricing.js';
import type { ProductOption } from './product-option.js';
import type { NewService, ShopService } from './sold-service.js';

/** A product as WHMCS stores it. */
export type ShopProduct = {
  readonly id: number;
  readonly groupId: number;
  name: string;
  readonly type: 'hostingaccount' | 'reselleraccount' | 'server' | 'other';
  readonly module: string;
  readonly payType: 'free' | 'onetime' | 'recurring';
  readonly monthly: string;
  readonly options: readonly ProductOption[];
  stockControl: boolean;
  quantity: number;
  hidden: boolean;
  retired: boolean;
};

export type NewProduct = Pick<ShopProduct, 'groupId' | 'name' | 'monthly'> & Partial<Omit<ShopProduct, 'id'>>;

/** The products and services of a simulated WHMCS. It is mutable, because a shop sells. */
export class Shop {
  readonly #products = new Map<number, ShopProduct>();
  readonly #groups = new Map<number, string>();
  readonly #services = new Map<number, ShopService>();
  #lastProductId = 0;
  #lastServiceId = 0;

  /** @param currencies the currencies of all prices; products have their price in the first. */
  constructor(readonly currencies: readonly Currency[] = [USD]) {}

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
    this.#lastProductId += 1;
    const added: ShopProduct = {
      id: this.#lastProductId,
      type: 'server',
      module: 'virtualizor',
      payType: 'recurring',
      options: [],
      stockControl: true,
      quantity: 0,
      hidden: false,
      retired: false,
      ...product,
    };
    this.#products.set(added.id, added);
    return added;
  }

  /** Removes a product and its services. */
  removeProduct(id: number): void {
    this.#products.delete(id);
    for (const service of this.services) if (service.productId === id) this.#services.delete(service.id);
  }

  /** All services of all clients. */
  get services(): readonly ShopService[] {
    return [...this.#services.values()];
  }

  /** @throws {RangeError} if the shop has no such product. */
  addService(service: NewService): ShopService {
    this.product(service.productId);
    this.#lastServiceId += 1;
    const id = this.#lastServiceId;
    const added: ShopService = {
      id,
      clientId: 1,
      domain: `host${id}.example`,
      registered: '2025-01-01',
      choices: [],
      quantity: 1,
      status: 'Active',
      ...service,
    };
    this.#services.set(id, added);
    return added;
  }

  removeService(id: number): void {
    this.#services.delete(id);
  }

  /** @throws {RangeError} if the shop has no such product. */
  product(id: number): ShopProduct {
    const product = this.#products.get(id);
    if (!product) throw new RangeError(`the shop has no product ${id}`);
    return product;
  }

  /** Takes units out of stock, below zero if there are not enough: the caller checks the stock. */
  sell(id: number, units = 1): void {
    const product = this.product(id);
    if (product.stockControl) product.quantity -= units;
  }

  restock(id: number, units: number): void {
    this.product(id).quantity += units;
  }
}

/** Creates a shop of any size for measurements: products with distinct names and stock from 0 up. */
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
