import { onMain, type RecordCase, SECOND } from './record-case.js';
import { goodSite, held, INFO, ofProduct, silent, TARGET } from './series.js';
import { THINGS } from './things.js';

const success = onMain('whmcs_collection_last_success_timestamp_seconds', {}, TARGET);
const interval = onMain('whmcs_collection_interval_seconds', {}, TARGET);
const hidden = { ...INFO, visibility: 'hidden' };

/** Cases for recording rules that products, choices and combinations share. */
export const thingRecords: readonly RecordCase[] = THINGS.flatMap(
  ({ word, stock, prefix, labels, others, listed }): RecordCase[] => {
    const it = (name: string, target = TARGET, more = {}) => onMain(name, { ...labels, ...more }, target);
    const [trusted, forSale, least] = ['trusted', 'for_sale', 'for_sale_min15m'].map(
      (operation) => `${prefix}:${stock}:${operation}`,
    );
    if (!trusted || !forSale || !least) throw new Error('three records');
    const [configured, effective] = ['configured', 'effective'].map(
      (operation) => `${prefix}:${stock}_threshold:${operation}`,
    );
    if (!configured || !effective) throw new Error('two records');
    const warning = { severity: 'warning' };
    const more = listed === 'whmcs_products' ? { stock: 'limited' } : {};
    const list = onMain(listed, more, TARGET);
    /** A second exporter with the same gap. */
    const ofSecond = {
      ...goodSite('main', SECOND),
      [onMain('whmcs_collection_interval_seconds', {}, SECOND)]: held([900, 120]),
      [onMain('whmcs_collection_last_success_timestamp_seconds', {}, SECOND)]: '0+30x20 600x70 2760+30x200',
      ...silent(35, { [onMain(listed, more, SECOND)]: 1 }),
    };
    return [
      {
        name: `${word}: of two exporters, the one that read the site last counts, with what only the other knows`,
        given: {
          ...goodSite(),
          ...goodSite('main', SECOND),
          // Each reads the site in turn, every two minutes.
          [success]: '60x3 120x3 240x3 360x3 480x3 600x3 720x3',
          [onMain('whmcs_collection_last_success_timestamp_seconds', {}, SECOND)]:
            '0x5 180x3 300x3 420x3 540x3',
          [it(stock)]: held([5, 30]),
          [it(stock, SECOND)]: held([3, 5], [9, 30]),
          [it(stock, SECOND, others[0])]: held([7, 30]),
        },
        at: {
          '2m30s': {
            [trusted]: [
              [5, labels],
              [7, { ...labels, ...others[0] }],
            ],
          },
          '3m30s': {
            [trusted]: [
              [3, labels],
              [7, { ...labels, ...others[0] }],
            ],
          },
          '5m30s': {
            [trusted]: [
              [9, labels],
              [7, { ...labels, ...others[0] }],
            ],
          },
          '6m30s': {
            [trusted]: [
              [5, labels],
              [7, { ...labels, ...others[0] }],
            ],
          },
        },
      },
      {
        name: `${word}: stock survives three intervals without a response, and ends when reported as absent`,
        given: {
          ...goodSite(),
          [interval]: held([900, 120]),
          [success]: '0+30x20 600x70 2760+30x200',
          ...silent(35, { [list]: 1 }),
          [it(stock)]: held([5, 10], [undefined, 60]),
          ...ofSecond,
          [it(stock, SECOND)]: held([8, 10], [undefined, 60]),
        },
        at: { '40m': { [trusted]: [[5, labels]], [forSale]: [[5, labels]] }, '46m': { [trusted]: [] } },
      },
      {
        name: `${word}: the stock of a site that is not read is unknown`,
        given: {
          ...goodSite(),
          [success]: '0+30x20 600x200',
          [it(stock)]: held([5, 20], [undefined, 60]),
          ...silent(60, { [list]: 1 }),
        },
        at: {
          '18m': { [trusted]: [[5, labels]] },
          '19m': { [trusted]: [], [forSale]: [] },
          '25m': { [trusted]: [], [least]: [] },
        },
      },
      {
        name: `${word}: nothing of a product that customers cannot see is for sale`,
        given: {
          ...goodSite(),
          [it(stock)]: held([0, 30]),
          [ofProduct('whmcs_product_info', INFO)]: held([1, 10], [undefined, 20]),
          [ofProduct('whmcs_product_info', hidden)]: held([undefined, 10], [1, 20]),
        },
        at: {
          '9m': { [forSale]: [[0, labels]] },
          '15m': { [forSale]: [], [least]: [], [trusted]: [[0, labels]] },
        },
      },
      {
        name: `${word}: the lowest stock of 15 minutes counts`,
        given: { ...goodSite(), [it(stock)]: held([5, 20], [2, 1], [9, 60]) },
        at: {
          '19m': { [least]: [[5, labels]] },
          '35m': { [least]: [[2, labels]] },
          '36m': { [least]: [[9, labels]] },
        },
      },
      {
        name: `${word}: if two exporters differ, the higher threshold counts`,
        given: {
          ...goodSite(),
          [it(`${stock}_threshold`, TARGET, warning)]: held([5, 30]),
          [it(`${stock}_threshold`, SECOND, warning)]: held([10, 30]),
        },
        at: { '10m': { [configured]: [[10, { ...labels, ...warning }]] } },
      },
      {
        name: `${word}: a threshold survives an hour without its exporter, and ends when it is removed`,
        given: {
          ...goodSite(),
          ...silent(55, { [list]: 1 }),
          [it(`${stock}_threshold`, TARGET, warning)]: held([5, 10], [undefined, 80]),
        },
        at: { '64m': { [configured]: [[5, { ...labels, ...warning }]] }, '66m': { [configured]: [] } },
      },
      {
        name: `${word}: without a threshold it is low at 3, even if another has a threshold`,
        given: {
          ...goodSite(),
          [it(stock)]: held([5, 30]),
          [it(`${stock}_threshold`, TARGET, { severity: 'critical' })]: held([1, 30]),
          ...Object.fromEntries(others.map((other) => [it(stock, TARGET, other), held([8, 30])])),
        },
        at: {
          '10m': {
            [effective]: [
              [1, { ...labels, severity: 'critical' }],
              ...others.map((other) => [3, { ...labels, ...other, ...warning }] as const),
            ],
          },
        },
      },
    ];
  },
);
