import { type FaultCase, SECOND } from './fault-case.js';
import { goodSite, held, type Labels, ofProduct, type Series, stocked } from './series.js';

const said = (alert: string, severity: string, product: Labels = {}): Series => ({
  [ofProduct('whmcs_product_alert', { alert, severity, ...product })]: held([1, 400]),
});

/** How urgent the configuration says that an alert is. */
export const severityCases: readonly FaultCase[] = [
  {
    area: 'stock',
    injected: 'a product sells out for which the configuration says sold_out: critical',
    shown: 'a critical alert, and a warning for another product',
    given: {
      ...stocked(held([0, 60]), said('sold_out', 'critical')),
      [ofProduct('whmcs_product_stock', { product_id: '8', product: 'KVM 16 GB' })]: held([0, 60]),
    },
    firing: {
      '20m': {
        WHMCSProductOutOfStock_critical: 1,
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 2,
      },
    },
  },
  {
    area: 'stock',
    injected: 'a product is sold out on purpose (sold_out: none)',
    shown: 'no alert, neither that it is sold out nor that it is low',
    given: stocked(held([5, 10], [0, 60]), said('sold_out', 'none')),
    firing: { '9m': {}, '40m': {} },
  },
  {
    area: 'stock',
    injected: 'a product on pre-order falls below 0 (oversold: none, sold_out: none)',
    shown: 'no alert',
    given: stocked(held([0, 10], [-7, 60]), { ...said('oversold', 'none'), ...said('sold_out', 'none') }),
    firing: { '40m': {} },
  },
  {
    area: 'stock',
    injected: 'stock is oversold and back where the configuration says oversold: warning, restocked: none',
    shown: 'a warning, and no news of the restock',
    given: stocked(held([-2, 20], [9, 60]), { ...said('oversold', 'warning'), ...said('restocked', 'none') }),
    firing: {
      '15m': {
        WHMCSProductOversold_warning: 1,
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
      },
      '40m': {},
    },
  },
  {
    area: 'stock',
    injected: 'both thresholds are reached where the configuration says low: info, and stock comes and goes',
    shown: 'one alert of severity info that does not flap',
    given: stocked(
      `${held([9, 10], [1, 10])} ${Array.from({ length: 4 }, () => held([1, 5], [9, 5])).join(' ')} ${held([9, 60])}`,
      {
        [ofProduct('whmcs_product_stock_threshold', { severity: 'warning' })]: held([5, 200]),
        [ofProduct('whmcs_product_stock_threshold', { severity: 'critical' })]: held([2, 200]),
        ...said('low', 'info'),
      },
    ),
    firing: {
      '9m': {},
      '19m': { WHMCSProductStockLow_info: 1 },
      '58m': { WHMCSProductStockLow_info: 1 },
      '85m': {},
    },
  },
  {
    area: 'stock',
    injected: 'two exporters have different severities for a product while one of them is reloaded',
    shown: 'one alert, with the more urgent severity',
    given: {
      ...stocked(held([0, 60]), said('sold_out', 'info')),
      ...goodSite('main', SECOND),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 60]),
      [ofProduct('whmcs_product_alert', { alert: 'sold_out', severity: 'critical' }, SECOND)]: held([1, 60]),
    },
    firing: { '20m': { WHMCSProductOutOfStock_critical: 1, WHMCSProductStockLow_warning: 1 } },
  },
  {
    area: 'stock',
    injected: 'a choice and a combination of a product with sold_out: critical sell out',
    shown: 'a critical alert for each',
    given: {
      ...goodSite(),
      [ofProduct('whmcs_product_option_stock', { option_id: '4', option: 'Location', choice: 'Tokyo' })]:
        held([0, 60]),
      [ofProduct('whmcs_product_combination_stock', { combination: 'Location=Tokyo' })]: held([0, 60]),
      ...said('sold_out', 'critical'),
    },
    firing: {
      '20m': {
        WHMCSOptionOutOfStock_critical: 1,
        WHMCSOptionStockLow_warning: 1,
        WHMCSCombinationOutOfStock_critical: 1,
        WHMCSCombinationStockLow_warning: 1,
      },
    },
  },
];
