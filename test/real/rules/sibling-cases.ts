import { type AlertCase, goodSite, held, type Labels, ofProduct, type Series } from './series.js';
import { THINGS } from './things.js';

const warning = { severity: 'warning' };

/** That what is told of one product, choice or combination is told of no other, nor of another level. */
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
        name: `${word}: none left of one is no reason to tell so of others, which had none for a minute`,
        alert: `WHMCS${word}OutOfStock`,
        given: given(held([0, 60]), held([5, 30], [0, 1], [5, 60])),
        at: { '29m': alone, '30m30s': alone, '34m': alone, '44m': alone },
      },
      {
        name: `${word}: that one is low is no reason to tell so of others, which were low for a minute`,
        alert: `WHMCS${word}StockLow`,
        given: given(held([3, 60]), held([9, 30], [3, 1], [9, 60])),
        at: { '29m': low, '30m30s': low, '37m': low, '44m': low },
      },
      {
        name: `${word}: that it is low by one level is no reason to tell so by another, which was reached for a minute`,
        alert: `WHMCS${word}StockLow`,
        given: {
          ...given(held([9, 30], [2, 1], [9, 60]), held([90, 60])),
          [it(`${stock}_threshold`, warning)]: held([10, 90]),
          [it(`${stock}_threshold`, { severity: 'critical' })]: held([2, 90]),
        },
        at: { '29m': low, '30m30s': low, '37m': low, '44m': low },
      },
      {
        name: `${word}: one that is back is no reason to tell so of others, which were there all the time`,
        alert: `WHMCS${word}Restocked`,
        given: given(held([0, 30], [4, 90]), held([4, 120])),
        at: { '45m': [], '46m': alone, '60m': alone, '100m': alone },
      },
      {
        name: `${word}: low for five minutes is low, until it was not for a quarter of an hour`,
        alert: `WHMCS${word}StockLow`,
        given: given(held([4, 10], [3, 30], [40, 60]), held([90, 100])),
        at: { '14m30s': [], '15m': low, '54m': low, '56m': [] },
      },
    ];
  },
);
