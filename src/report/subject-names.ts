import type { Product } from '../stock/catalogue.js';
import { linksOf } from '../web/page/product-links.js';
import type { Row } from './report-document.js';
import type { ReportedSite } from './reported-site.js';

/** A product, a choice or a combination of it, or a pool. */
export type Subject = {
  readonly site: string;
  /** Undefined if it is a pool. */
  readonly product: Product | undefined;
  /** The choice, combination or pool; undefined if it is the product itself. */
  readonly name: string | undefined;
};

/** Returns the name of a subject. */
export const nameOf = ({ product, name }: Subject): string =>
  [product?.name, name].filter((part) => part !== undefined).join(', ');

/** Creates the function that returns the row of a subject without its cells. */
export function createNaming(sites: readonly ReportedSite[]): (subject: Subject) => Omit<Row, 'cells'> {
  const configs = new Map(sites.map(({ config }) => [config.name, config]));
  return (subject) => {
    const { site, product } = subject;
    const place = [product?.group.name, ...(sites.length > 1 ? [site] : [])];
    return {
      name: nameOf(subject),
      place: place.filter((part) => part !== undefined).join(' · '),
      href: product && linksOf(configs.get(site), product.id).whmcs,
    };
  };
}
