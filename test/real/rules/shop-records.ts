import { onMain, type RecordCase, SECOND } from './record-case.js';
import { goodSite, held, INFO, KVM, ofProduct, type Series, series, silent, TARGET } from './series.js';

const OTHER_PRODUCT = { product_id: '8', product: 'KVM 16 GB', group: 'KVM' };
const success = onMain('whmcs_collection_last_success_timestamp_seconds', {}, TARGET);
const hidden = { ...INFO, visibility: 'hidden' };
const NOT_FOR_SALE = 'site_product:whmcs_product:not_for_sale';
const USED = 'site_pool:whmcs_pool_in_use:ratio';
const POOL = { pool: 'tokyo-ram', unit: 'GB' };
const pool = (name: string, more = {}, target = TARGET) => onMain(name, { ...POOL, ...more }, target);

/** Returns products with these stocks, by group. */
const products = (stocks: Readonly<Record<string, readonly number[]>>): Series =>
  Object.fromEntries(
    Object.entries(stocks).flatMap(([group, values]) =>
      values.map((value, index) => [
        onMain(
          'whmcs_product_stock',
          { product_id: `${group} ${index}`, product: `P${index}`, group },
          TARGET,
        ),
        held([value, 30]),
      ]),
    ),
  );

/** Cases for recording rules on visibility, pools, sites and groups. */
export const shopRecords: readonly RecordCase[] = [
  {
    name: 'a hidden product stays hidden while its exporter is down, until the site is listed without it',
    given: {
      ...goodSite(),
      ...silent(60, { [onMain('whmcs_products', { stock: 'limited' }, TARGET)]: 1 }),
      [ofProduct('whmcs_product_info', hidden)]: held([1, 10], [undefined, 100]),
    },
    at: {
      '5m': { [NOT_FOR_SALE]: [[1, KVM]] },
      '69m': { [NOT_FOR_SALE]: [[1, KVM]] },
      '71m': { [NOT_FOR_SALE]: [] },
    },
  },
  {
    name: 'a product that is shown again is for sale at once, and another stays hidden',
    given: {
      ...goodSite(),
      [ofProduct('whmcs_product_info', hidden)]: held([1, 10], [undefined, 100]),
      [ofProduct('whmcs_product_info', INFO)]: held([undefined, 10], [1, 100]),
      [ofProduct('whmcs_product_info', { ...OTHER_PRODUCT, ...hidden, visibility: 'retired' })]: held([
        1, 110,
      ]),
    },
    at: {
      '9m30s': {
        [NOT_FOR_SALE]: [
          [1, KVM],
          [1, OTHER_PRODUCT],
        ],
      },
      '10m': { [NOT_FOR_SALE]: [[1, OTHER_PRODUCT]] },
    },
  },
  {
    name: 'a pool has a ratio in use, also during a restart; without a capacity it has none',
    given: {
      ...goodSite(),
      ...silent(4, { [pool('whmcs_pool_capacity')]: 8, [pool('whmcs_pool_in_use')]: 5 }),
      [pool('whmcs_pool_capacity', { pool: 'empty' })]: held([0, 30]),
      [pool('whmcs_pool_in_use', { pool: 'empty' })]: held([1, 30]),
    },
    at: { '9m': { [USED]: [[0.625, POOL]] }, '13m': { [USED]: [[0.625, POOL]] } },
  },
  {
    name: 'if two exporters differ, the higher trusted ratio of a pool counts',
    given: {
      ...goodSite(),
      ...goodSite('main', SECOND),
      [success]: '0+30x20 600x200',
      [pool('whmcs_pool_capacity')]: held([8, 30]),
      [pool('whmcs_pool_in_use')]: held([6, 30]),
      [pool('whmcs_pool_capacity', {}, SECOND)]: held([8, 30]),
      [pool('whmcs_pool_in_use', {}, SECOND)]: held([4, 30]),
    },
    at: { '9m': { [USED]: [[0.75, POOL]] }, '20m': { [USED]: [[0.5, POOL]] } },
  },
  {
    name: 'the sold-out ratio of a site and its groups covers only visible products',
    given: {
      ...goodSite(),
      ...products({ KVM: [0, 5], VPS: [-1, 2, 3, 4], Web: [1, 1, 0] }),
      [series('whmcs_product_info', {
        ...TARGET,
        site: 'main',
        ...hidden,
        product_id: 'Web 2',
        product: 'P2',
        group: 'Web',
      })]: held([1, 30]),
    },
    at: {
      '10m': {
        'site:whmcs_products:sold_out_ratio': [[0.25]],
        'site_group:whmcs_products:sold_out_ratio': [
          [0.5, { group: 'KVM' }],
          [0.25, { group: 'VPS' }],
          [0, { group: 'Web' }],
        ],
      },
    },
  },
];
