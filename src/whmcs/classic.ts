import type { SiteConfig } from '../config/config.js';
import { type Product, UNKNOWN } from '../stock/catalogue.js';
import { selects } from '../stock/selection.js';
import { type ClassicProduct, decodeProduct, judgeStock } from './classic-product.js';
import type { Client } from './client.js';
import { DecodeError, decodeInteger, decodeList } from './decode.js';
import { isRecord, type Reply } from './envelope.js';
import { WhmcsError } from './reasons.js';
import type { Source } from './source.js';

export type ClassicDeps = {
  readonly site: Pick<SiteConfig, 'name' | 'stockControlled' | 'groupNames'>;
  readonly client: Client;
  readonly log: { warn(fields: object, message: string): void };
};

/**
 * The classic API's `GetProducts`, which every WHMCS has: the whole catalogue in one answer, hidden products among the
 * others and unmarked. Below WHMCS 8.12 it shows no stock at all.
 *
 * It remembers which products it has seen above 0: those are under stock control, so their 0 means sold out.
 */
export function createClassicSource({ site, client, log }: ClassicDeps): Source {
  const seenInStock = new Set<number>();
  const reported = new Set<string>();

  function report(key: string, fields: object, message: string): void {
    if (reported.has(key)) return;
    reported.add(key);
    log.warn({ site: site.name, ...fields }, message);
  }

  function decodeAll(elements: readonly unknown[]): readonly ClassicProduct[] {
    return elements.flatMap((element, index) => {
      try {
        return [decodeProduct(element, site.groupNames)];
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        report(
          `index ${index}`,
          { index, problem: error.message },
          'a product could not be read and is left out',
        );
        return [];
      }
    });
  }

  function judge(product: ClassicProduct): Product {
    const { evidence, problem, ...rest } = product;
    if (problem !== undefined) {
      report(
        `id ${product.id}`,
        { product_id: product.id, problem },
        'a product could not be read whole; its stock is unknown',
      );
      return { ...rest, stock: UNKNOWN };
    }
    const controlled =
      seenInStock.has(product.id) ||
      (site.stockControlled !== undefined && selects(site.stockControlled, product));
    const stock = judgeStock(evidence, controlled);
    if (stock.kind === 'limited' && stock.quantity > 0) seenInStock.add(product.id);
    if (stock.kind === 'unlimited') seenInStock.delete(product.id);
    return { ...rest, stock };
  }

  function uniqueById(products: readonly Product[]): readonly Product[] {
    const byId = new Map<number, Product>();
    for (const product of products) {
      const twin = byId.get(product.id);
      if (twin)
        report(
          `twin ${product.id}`,
          { product_id: product.id },
          'a product is listed twice; its stock is unknown',
        );
      byId.set(product.id, twin ? { ...twin, stock: UNKNOWN } : product);
    }
    return [...byId.values()];
  }

  return {
    name: 'classic',
    actions: ['GetProducts'],
    async read(signal) {
      const elements = productList(await client.call('GetProducts', {}, signal));
      const decoded = decodeAll(elements);
      if (elements.length > 0 && decoded.length === 0) {
        throw new WhmcsError('invalid_response', 'GetProducts: nothing in the list of products is a product');
      }
      return {
        source: 'classic',
        products: uniqueById(decoded.map(judge)),
        unreadable: elements.length - decoded.length,
      };
    },
  };
}

/**
 * The elements of the answer's product list. An answer with fewer of them than it counts itself would make products
 * vanish that are still for sale, so it is refused.
 *
 * @throws {WhmcsError} `invalid_response` where the list is absent, not a list, or too short.
 */
function productList(reply: Reply): readonly unknown[] {
  try {
    const total = decodeInteger(reply.totalresults);
    const { products } = reply;
    const elements = decodeList(isRecord(products) && 'product' in products ? products.product : products);
    if (total === undefined && products === undefined) {
      throw new DecodeError('no list of products');
    }
    if (total !== undefined && elements.length < total) {
      throw new DecodeError(`${elements.length} products listed of ${total} counted`);
    }
    return elements;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError('invalid_response', `GetProducts: ${error.message}`, { cause: error });
  }
}
