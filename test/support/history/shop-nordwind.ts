import { always, weekend } from '../../bench/year-of-sales.js';
import type { Shop } from './shop.js';
import { limited, reordered, thresholds, without } from './shop-products.js';

const frankfurt = 'KVM Frankfurt';
const tokyo = 'KVM Tokyo';
const dedicated = 'Dedicated servers';
const hosting = 'Web hosting';
const cloud = 'Cloud';

const PRODUCTS = [
  without('unlimited', 1, 'Web Start', hosting),
  without('unlimited', 2, 'Web Business', hosting),
  limited(
    3,
    'Reseller 100',
    hosting,
    { pace: always(1), ...reordered(30, 6, 3, 6) },
    'plenty',
    thresholds(5, 1),
  ),
  limited(
    4,
    'KVM 1 GB Frankfurt',
    frankfurt,
    { pace: always(7), ...reordered(90, 20, 1, 4) },
    'plenty',
    thresholds(20, 5),
  ),
  limited(
    5,
    'KVM 2 GB Frankfurt',
    frankfurt,
    { pace: always(9), ...reordered(70, 0, 2, 4) },
    'running out',
    thresholds(15, 5),
  ),
  limited(
    6,
    'KVM 4 GB Frankfurt',
    frankfurt,
    { pace: always(4), every: 7, batch: 28 },
    'low',
    thresholds(8, 2),
  ),
  limited(
    7,
    'KVM 8 GB Frankfurt',
    frankfurt,
    { pace: weekend(2, 5), ...reordered(26, 0, 2, 5) },
    'restocked',
    thresholds(5, 1),
  ),
  limited(
    8,
    'KVM 16 GB Frankfurt',
    frankfurt,
    { pace: always(1.5), ...reordered(20, 0, 3, 6) },
    'sold out today',
    thresholds(5, 1),
  ),
  limited(
    9,
    'Storage VPS 4 TB',
    frankfurt,
    { pace: always(1.2), ...reordered(14, 0, 4, 9) },
    'oversold',
    thresholds(4, 1),
  ),
  limited(
    10,
    'KVM 1 GB Tokyo',
    tokyo,
    { pace: always(5), ...reordered(60, 15, 1, 4) },
    'plenty',
    thresholds(12, 3),
  ),
  limited(
    11,
    'KVM 2 GB Tokyo',
    tokyo,
    { pace: always(2), bursts: [60, 8, 20], ...reordered(40, 8, 2, 5) },
    'running out',
    thresholds(3, 1),
  ),
  limited(
    12,
    'KVM 4 GB Tokyo',
    tokyo,
    { pace: always(1.5), ...reordered(20, 0, 4, 9) },
    'sold out for days',
    thresholds(5, 1),
  ),
  limited(
    13,
    'Ryzen 9 / 128 GB / 2x2 TB NVMe',
    dedicated,
    { pace: always(0.7), ...reordered(8, 0, 3, 8) },
    'low',
    thresholds(3, 1),
  ),
  limited(
    14,
    'EPYC 9354 / 384 GB / 4x4 TB NVMe',
    dedicated,
    { pace: always(0.4), ...reordered(6, 1, 3, 8) },
    'plenty',
    thresholds(1, 0),
  ),
  limited(
    15,
    'GPU server 2x L40S',
    dedicated,
    { pace: always(0.5), ...reordered(4, 0, 5, 12) },
    'sold out for days',
    thresholds(2, 1),
  ),
  limited(
    16,
    'Server auction',
    dedicated,
    { pace: always(0.5), ...reordered(5, 0, 5, 12) },
    'sold out for days',
    { visibility: 'hidden' },
  ),
  limited(
    17,
    'Cloud Server',
    cloud,
    { pace: weekend(6, 4), bursts: [50, 8, 20], ...reordered(60, 0, 1, 3) },
    'running out again',
    thresholds(12, 4),
  ),
  without('unlimited', 18, 'GPU Cloud', cloud),
];

/** A shop with the companion, options, combinations and a pool. */
export const NORDWIND: Shop = {
  site: 'nordwind',
  host: 'my.nordwind.example',
  source: 'companion',
  version: '8.13.1',
  interval: 60,
  actions: [{ action: 'GetProductDetails', seconds: 0.19, bytes: 24_000 }],
  products: PRODUCTS,
  choices: [
    { id: 17, option: { id: 4, name: 'Location' }, choice: 'Frankfurt', capacity: 50, inUse: 31, warning: 5 },
    { id: 17, option: { id: 4, name: 'Location' }, choice: 'Tokyo', capacity: 30, inUse: 27, warning: 5 },
    { id: 17, option: { id: 4, name: 'Location' }, choice: 'Virginia', capacity: 25, inUse: 11, warning: 5 },
    { id: 17, option: { id: 5, name: 'RAM' }, choice: '32 GB', capacity: 40, inUse: 22, warning: 5 },
    { id: 17, option: { id: 5, name: 'RAM' }, choice: '64 GB', capacity: 20, inUse: 14, warning: 3 },
  ],
  combinations: [
    { id: 17, choices: { Location: 'Frankfurt', RAM: '64 GB' }, capacity: 12, inUse: 7, warning: 3 },
    { id: 17, choices: { Location: 'Tokyo', RAM: '64 GB' }, capacity: 6, inUse: 6, warning: 2 },
  ],
  pool: {
    name: 'l4-cards',
    unit: 'cards',
    capacity: 48,
    draws: [
      { id: 18, option: { id: 6, name: 'GPU' }, choice: '1x L4', takes: 1, inUse: 11 },
      { id: 18, option: { id: 6, name: 'GPU' }, choice: '2x L4', takes: 2, inUse: 6 },
      { id: 18, option: { id: 6, name: 'GPU' }, choice: '4x L4', takes: 4, inUse: 5 },
    ],
  },
  webhook: true,
};
