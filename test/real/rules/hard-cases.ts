import { goodSite, held, INFO, KVM, ofProduct, type Series, series, stocked, TARGET } from './series.js';
import { failing } from './site-cases.js';

/** All alerts that fire at some times, by name. */
export type HardCase = {
  readonly name: string;
  readonly given: Series;
  readonly firing: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly interval?: string;
};

const OTHER = { job: 'stock', instance: 'second:10052' };
const up = series('up', TARGET);
const soldOut = { WHMCSProductOutOfStock: 1, WHMCSProductStockLow: 1 };
const info = ofProduct('whmcs_product_info', INFO);
const removed = ofProduct('whmcs_product_stock_removed_total');

/** The exporter is gone for so many minutes, ten minutes after the start, while the product is at 0. */
const restart = (minutes: number): Series =>
  Object.fromEntries(
    Object.entries({
      ...stocked(held([0, 120])),
      [removed]: held([500, 120]),
      [series('whmcs_collection_last_success_timestamp_seconds', { ...TARGET, site: 'main' })]: '0+30x400',
    }).map(([name, values]) => [name, name === up ? values : gone(values, minutes)]),
  );

/** The same values with a gap, after which counters restart. */
function gone(values: string, minutes: number): string {
  const [, first = '0', step = '+0'] = /^(\d+)([+]\d+(?:\.\d+)?)?/.exec(values) ?? [];
  const rate = Number(step);
  const later =
    rate === 30
      ? `${30 * (20 + minutes * 2)}+30x400`
      : `${rate === 0 && first !== '500' ? first : 0}+${rate}x400`;
  return `${first}+${rate}x19 stale _x${minutes * 2 - 1} ${later}`;
}

const ofSite = (name: string, more: Record<string, string> = {}) =>
  series(name, { ...TARGET, site: 'main', ...more });

/** A site with an interval of 15 minutes, whose second collection fails; its product is sold out. */
const everyQuarter = (...stock: readonly [number | undefined, number][]): Series => ({
  ...stocked(held(...stock)),
  [ofSite('whmcs_collection_interval_seconds')]: held([900, 240]),
  [ofSite('whmcs_up')]: held([1, 15], [0, 16], [1, 200]),
  [ofSite('whmcs_collection_last_success_timestamp_seconds')]: held(
    ...[[0, 31] as const, ...[31, 45, 60, 75, 90].map((minute) => [minute * 60, 15] as const)],
  ),
  [ofSite('whmcs_products', { stock: 'limited' })]: held([1, 15], [undefined, 16], [1, 200]),
  [info]: held([1, 15], [undefined, 16], [1, 200]),
  [ofProduct('whmcs_product_stock_control')]: held([1, 15], [undefined, 16], [1, 200]),
});

/** The same until so many minutes after the start, and then nothing. */
const vanishing = (given: Series, minutes: number): Series =>
  Object.fromEntries(
    Object.entries(given).map(([name, values]) => {
      const [, first = '0', step = '0'] = /^(\d+)(?:\+(\d+(?:\.\d+)?))?x/.exec(values) ?? [];
      return [name, `${first}+${step}x${minutes * 2 - 1} stale`];
    }),
  );

export const hardCases: readonly HardCase[] = [
  {
    name: 'a restart of the exporter within four minutes changes nothing',
    given: restart(4),
    firing: Object.fromEntries(
      ['9m', '10m30s', '12m', '13m30s', '14m30s', '15m', '18m'].map((time) => [time, soldOut]),
    ),
  },
  {
    name: "stock of an exporter that is gone for longer than its age allows is nobody's to tell",
    given: restart(30),
    firing: { '9m': soldOut, '12m': soldOut, '19m': {}, '39m': { WHMCSExporterAbsent: 1 }, '46m': soldOut },
  },
  {
    name: 'one failed collection of a site with a product sold out changes nothing',
    given: { ...stocked(held([0, 120])), ...failing(2, 'timeout') },
    firing: { '9m': soldOut, '10m30s': soldOut, '11m30s': soldOut, '13m': soldOut, '20m': soldOut },
  },
  {
    name: 'a site that is down fires one alert, and none for its sold-out product',
    given: { ...stocked(held([0, 120])), ...failing(60, 'connect') },
    firing: { '9m': soldOut, '20m': { WHMCSSiteDown: 1 }, '60m': { WHMCSSiteDown: 1 }, '75m': soldOut },
  },
  {
    name: 'a site that rejects the credentials fires one alert',
    given: { ...stocked(held([0, 120])), ...failing(60, 'auth') },
    firing: { '9m': soldOut, '20m': { WHMCSCredentialsRefused: 1 }, '60m': { WHMCSCredentialsRefused: 1 } },
  },
  {
    name: 'an exporter that is down fires one alert',
    given: { ...restart(60), [up]: held([1, 10], [0, 60], [1, 60]) },
    firing: { '9m': soldOut, '20m': { WHMCSExporterDown: 1 }, '60m': { WHMCSExporterDown: 1 } },
  },
  {
    name: 'an unlimited product has no alerts, and resolves at once those it had',
    given: stocked(held([0, 10], [undefined, 60]), {
      [ofProduct('whmcs_product_stock_control')]: held([1, 10], [0, 60]),
    }),
    firing: { '9m': soldOut, '10m30s': {}, '40m': {} },
  },
  {
    name: 'a product whose stock was never known is not sold out',
    given: { ...goodSite(), [info]: held([1, 120]) },
    firing: { '60m': {} },
  },
  {
    name: 'renaming a sold-out product is not a disappearance and does not change its rate',
    given: {
      ...stocked(held([0, 30], [undefined, 60]), {
        [ofProduct('whmcs_product_stock', { product: 'KVM 8' })]: held([undefined, 30], [0, 60]),
        [ofProduct('whmcs_product_stock_control', { product: 'KVM 8' })]: held([undefined, 30], [1, 60]),
        [ofProduct('whmcs_product_info', { ...INFO, product: 'KVM 8' })]: held([undefined, 30], [1, 60]),
        [info]: held([1, 30], [undefined, 60]),
        [ofProduct('whmcs_product_stock_control')]: held([1, 30], [undefined, 60]),
      }),
    },
    firing: { '29m': soldOut, '40m': soldOut, '60m': soldOut, '80m': soldOut },
  },
  {
    name: 'hidden and retired products are not sold out',
    given: {
      ...stocked(held([0, 60]), { [info]: held([undefined, 60]) }),
      [ofProduct('whmcs_product_info', { ...INFO, visibility: 'retired' })]: held([1, 60]),
    },
    firing: { '30m': {} },
  },
  {
    name: 'a site without products has no alerts',
    given: {
      ...goodSite(),
      [series('whmcs_products', { ...TARGET, site: 'main', stock: 'limited' })]: held([0, 60]),
    },
    firing: { '30m': {} },
  },
  {
    name: 'when all products of a site vanish, they have disappeared and are not sold out',
    given: stocked(held([0, 20], [undefined, 60]), {
      [info]: held([1, 20], [undefined, 60]),
      [ofProduct('whmcs_product_stock_control')]: held([1, 20], [undefined, 60]),
    }),
    firing: { '19m': soldOut, '21m': {}, '40m': { WHMCSProductDisappeared: 1 } },
  },
  {
    name: 'two exporters for one site fire each alert once, even if one of them fails',
    given: {
      ...stocked(held([0, 120])),
      ...failing(60, 'connect'),
      ...goodSite('main', OTHER),
      [ofProduct('whmcs_product_info', INFO, OTHER)]: held([1, 120]),
      [ofProduct('whmcs_product_stock', {}, OTHER)]: held([0, 30], [9, 90]),
    },
    firing: { '9m': soldOut, '25m': soldOut, '50m': { WHMCSProductRestocked: 1 } },
  },
  {
    name: 'one failed collection at an interval of 15 minutes changes nothing',
    given: everyQuarter([0, 15], [undefined, 16], [0, 200]),
    firing: Object.fromEntries(
      ['14m', '20m', '25m30s', '28m', '31m30s', '34m', '40m'].map((time) => [time, soldOut]),
    ),
  },
  {
    name: 'with a site each for two exporters, one removed from the targets is absent',
    given: { ...goodSite('other', OTHER), ...vanishing(stocked(held([0, 60])), 20) },
    firing: {
      '19m': soldOut,
      '25m': soldOut,
      '35m': { WHMCSExporterAbsent: 1 },
      '3h': { WHMCSExporterAbsent: 1 },
    },
  },
  {
    name: 'a site removed from the configuration is not absent',
    given: { ...vanishing(goodSite(), 20), ...goodSite('other') },
    firing: { '35m': {}, '3h': {} },
  },
  {
    name: 'a product stays sold out until the alert for its site fires',
    given: { ...stocked(held([0, 120])), ...failing(60, 'connect') },
    firing: Object.fromEntries([
      ...['14m30s', '15m', '16m', '16m30s'].map((time) => [time, soldOut]),
      ['17m', { ...soldOut, WHMCSSiteDown: 1 }],
      ['18m30s', { WHMCSSiteDown: 1 }],
    ]),
  },
  {
    name: 'at an interval of one hour, rejected credentials fire without a gap until the cause changes',
    given: {
      ...goodSite(),
      [ofSite('whmcs_up')]: held([1, 10], [0, 600]),
      [ofSite('whmcs_collection_interval_seconds')]: held([3600, 610]),
      [ofSite('whmcs_collection_last_success_timestamp_seconds')]: '0+30x19 570x1200',
      [ofSite('whmcs_collection_failures_total', { reason: 'auth' })]: held(
        ...([0, 1, 2, 3, 4, 5].map((count) => [count, count === 0 ? 10 : 60]) as [number, number][]),
      ),
      [ofSite('whmcs_collection_failures_total', { reason: 'connect' })]: held(
        [0, 310],
        [1, 10],
        [2, 10],
        [3, 60],
      ),
    },
    firing: {
      ...Object.fromEntries(
        ['13m', '49m', '52m', '75m', '115m', '180m', '190m', '300m'].map((time) => [
          time,
          { WHMCSCredentialsRefused: 1 },
        ]),
      ),
      '325m': { WHMCSSiteDown: 1 },
    },
  },
  {
    name: 'a hidden sold-out product fires when it is shown again',
    given: {
      ...stocked(held([0, 90])),
      [info]: held([undefined, 30], [1, 60]),
      [ofProduct('whmcs_product_info', { ...INFO, visibility: 'hidden' })]: held([1, 30], [undefined, 60]),
    },
    firing: { '29m': {}, '33m': { WHMCSProductOutOfStock: 1 } },
  },
  {
    name: 'one of fifty sites sells out',
    given: Object.assign(
      stocked(held([0, 60])),
      ...Array.from({ length: 49 }, (_, index) => goodSite(`site-${index}`)),
      ...Array.from({ length: 49 }, (_, index) => ({
        [series('whmcs_product_stock', { ...TARGET, site: `site-${index}`, ...KVM })]: held([9, 60]),
      })),
    ),
    firing: { '20m': soldOut },
  },
];
