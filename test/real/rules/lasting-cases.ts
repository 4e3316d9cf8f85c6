import { type FaultCase, ofSite } from './fault-case.js';
import { goodSite, INFO, ofProduct, type Series, series, TARGET } from './series.js';

const up = series('up', TARGET);

/** Sparse samples, with which a week takes few evaluations. */
const days = (count: number) => count * 24;

/** What lasts for days. */
export const lastingCases: readonly FaultCase[] = [
  {
    area: 'process',
    injected: 'an exporter is down for eight days and more',
    shown: 'the alert still fires',
    interval: '1h',
    given: {
      [up]: `1x5 0x${days(9)}`,
      ...Object.fromEntries(
        Object.keys(goodSite())
          .filter((name) => name !== up)
          .map((name) => [name, '1x5 stale']),
      ),
    },
    firing: { '8h': { WHMCSExporterDown_critical: 1 }, '204h': { WHMCSExporterDown_critical: 1 } },
  },
  {
    area: 'stock',
    injected: 'a product is no longer listed from Friday evening on',
    shown: 'the alert still fires on Tuesday morning, and ends after a week',
    interval: '1h',
    given: {
      ...sparse(goodSite(), days(9)),
      [ofProduct('whmcs_product_info', INFO)]: '1x5 stale',
      [ofProduct('whmcs_product_stock')]: '5x5 stale',
    },
    firing: {
      '4h': {},
      '7h': { WHMCSProductDisappeared_warning: 1 },
      '92h': { WHMCSProductDisappeared_warning: 1 },
      '178h': {},
    },
  },
  {
    area: 'stock',
    injected: 'the stock of a listed product is unknown for days',
    shown: 'the alert fires until the stock is known',
    interval: '1h',
    given: {
      ...sparse(goodSite(), days(5)),
      [ofProduct('whmcs_product_info', INFO)]: `1x${days(5)}`,
      [ofProduct('whmcs_product_stock')]: `5x5 stale _x${days(3)} 5x40`,
    },
    firing: {
      '4h': {},
      '7h': { WHMCSStockUnknown_warning: 1 },
      '70h': { WHMCSStockUnknown_warning: 1 },
      '84h': {},
    },
  },
];

/** A site that is read at every sample, of an hour. */
function sparse(given: Series, count: number): Series {
  return {
    ...Object.fromEntries(Object.keys(given).map((name) => [name, `1x${count}`])),
    [ofSite('whmcs_collection_interval_seconds')]: `3600x${count}`,
    [ofSite('whmcs_series_dropped')]: `0x${count}`,
    [ofSite('whmcs_unmatched_choices')]: `0x${count}`,
    [ofSite('whmcs_collection_last_success_timestamp_seconds')]: `0+3600x${count}`,
  };
}
