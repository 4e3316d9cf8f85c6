import type { SiteConfig } from '../../config/config.js';
import type { Product } from '../../stock/catalogue.js';
import { selects } from '../../stock/selection.js';
import { UNKNOWN } from '../../stock/stock.js';
import { judgeStock, type ListedProduct } from './listed-product.js';
import type { Report } from './report.js';

/** Says of listed products what their stock is. */
export type StockJudge = (listed: readonly ListedProduct[]) => readonly Product[];

/**
 * Makes the judge of one site, whichever source its products are listed by.
 *
 * It remembers which products are under stock control, having seen them above 0 or said to be: of these a bare 0 means sold out. So
 * what one source was sure of is not lost on another.
 */
export function createStockJudge(site: Pick<SiteConfig, 'stockControlled'>, report: Report): StockJudge {
  const controlled = new Set<number>();

  function judge(product: ListedProduct): Product {
    const { evidence, problem, optionProblem, ...rest } = product;
    if (optionProblem !== undefined) {
      report(
        `options ${product.id}`,
        { product_id: product.id, problem: optionProblem },
        "a product's options could not be read whole; what is left of them is unknown",
      );
    }
    if (problem !== undefined) {
      report(
        `id ${product.id}`,
        { product_id: product.id, problem },
        'a product could not be read whole; its stock is unknown',
      );
      return { ...rest, stock: UNKNOWN };
    }
    const known =
      controlled.has(product.id) ||
      (site.stockControlled !== undefined && selects(site.stockControlled, product));
    const stock = judgeStock(evidence, known);
    if (stock.kind === 'unlimited') controlled.delete(product.id);
    else if (evidence.stockControl === true || (stock.kind === 'limited' && stock.quantity > 0))
      controlled.add(product.id);
    return { ...rest, stock };
  }

  return (listed) => {
    const byId = new Map<number, Product>();
    for (const product of listed.map(judge)) {
      const twin = byId.get(product.id);
      if (twin)
        report(
          `twin ${product.id}`,
          { product_id: product.id },
          'a product is listed twice; its stock is unknown',
        );
      byId.set(product.id, twin ? { ...twin, stock: UNKNOWN, usage: undefined } : product);
    }
    return [...byId.values()];
  };
}
