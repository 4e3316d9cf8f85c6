import { type AlertCase, goodSite, held, type Labels, ofProduct, type Series } from './series.js';
import { THINGS } from './things.js';

const warning = { severity: 'warning' };

/** Cases in which one product, choice, combination or threshold fires, and its siblings do not. */
export const siblingCases: readonly AlertCase[] = THINGS.flatMap(
  ({ word, stock, labels, others }): AlertCase[] => {
    const it = (name: string, more: Labels = {}) => ofProduct(name, { ...labels, ...more });
    const ofMain = { job: 'stock', site: 'main', ...labels };
    const given = (values: string, ofOthers: string): Series => ({
      ...goodSite(),
      [it(stock)]: values,
      ...Object.fromEntries(others.map((other) => [it(stock, other), ofOthers])),
    });
    const alone = [{ labels: ofMain }];
    const low = [{ labels: { ...ofMain, ...warning } }];
    return [
      {
        name: `${word}: only the one sold out fires, not others that were sold out for a minute`,
        alert: `WHMCS${word}OutOfStock`,
        given: given(held([0, 60]), held([5, 30], [0, 1], [5, 60])),
        at: { '29m': alone, '30m30s': alone, '34m': alone, '44m': alone },
      },
      {
        name: `${word}: only the low one fires, not others that were low for a minute`,
        alert: `WHMCS${word}StockLow`,
        given: given(held([3, 60]), held([9, 30], [3, 1], [9, 60])),
        at: { '29m': low, '30m30s': low, '37m': low, '44m': low },
      },
      {
        name: `${word}: only the threshold reached fires, not another that was reached for a minute`,
        alert: `WHMCS${word}StockLow`,
        given: {
          ...given(held([9, 30], [2, 1], [9, 60]), held([90, 60])),
          [it(`${stock}_threshold`, warning)]: held([10, 90]),
          [it(`${stock}_threshold`, { severity: 'critical' })]: held([2, 90]),
        },
        at: { '29m': low, '30m30s': low, '37m': low, '44m': low },
      },
      {
        name: `${word}: only the restocked one is back in stock, not others that always were`,
        alert: `WHMCS${word}Restocked`,
        given: given(held([0, 30], [4, 90]), held([4, 120])),
        at: { '45m': [], '46m': alone, '60m': alone, '100m': alone },
      },
      {
        name: `${word}: low after five minutes, until it is above its threshold for 15 minutes`,
        alert: `WHMCS${word}StockLow`,
        given: given(held([4, 10], [3, 30], [40, 60]), held([90, 100])),
        at: { '14m30s': [], '15m': low, '54m': low, '56m': [] },
      },
    ];
  },
);
