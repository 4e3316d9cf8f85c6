import type { CollectorLog } from './log.js';

/** Creates a function that logs when products start to depend on earlier readings, and when that ends. */
export function createRememberedLog(site: string, log: CollectorLog): (products: number) => void {
  let before = 0;
  return (products) => {
    if (products > 0 && before === 0)
      log.info({ site, products }, 'some products keep stock or visibility from an earlier reading');
    if (products === 0 && before > 0) log.info({ site }, 'no product depends on an earlier reading any more');
    before = products;
  };
}
