import { always, weekend } from '../../bench/year-of-sales.js';
import type { Shop } from './shop.js';
import { limited, reordered, thresholds, without } from './shop-products.js';

const dedicated = 'Dedicated servers';
const hosting = 'Web hosting';

const PRODUCTS = [
  without('unlimited', 1, 'Shared Hosting', hosting),
  limited(
    2,
    'WordPress Managed',
    hosting,
    { pace: weekend(3, 1), ...reordered(60, 15, 2, 5) },
    'plenty',
    thresholds(10, 3),
  ),
  limited(
    3,
    'VPS S Virginia',
    'VPS Virginia',
    { pace: always(6), ...reordered(80, 20, 1, 5) },
    'plenty',
    thresholds(15, 5),
  ),
  limited(
    4,
    'VPS M Virginia',
    'VPS Virginia',
    { pace: always(3), ...reordered(40, 8, 2, 5) },
    'plenty',
    thresholds(8, 2),
  ),
  limited(
    5,
    'VPS L Virginia',
    'VPS Virginia',
    { pace: weekend(1, 4), ...reordered(24, 0, 2, 5) },
    'low',
    thresholds(6, 2),
  ),
  limited(
    6,
    'VPS S Dallas',
    'VPS Dallas',
    { pace: always(3), returns: 0.8, ...reordered(30, 0, 2, 4) },
    'restocked',
    thresholds(6, 2),
  ),
  limited(
    7,
    'VPS M Dallas',
    'VPS Dallas',
    { pace: always(2), ...reordered(25, 6, 2, 5) },
    'plenty',
    thresholds(5, 1),
  ),
  limited(
    8,
    'Xeon E-2388G / 64 GB',
    dedicated,
    { pace: always(0.6), ...reordered(7, 0, 4, 9) },
    'sold out for days',
    thresholds(2, 1),
  ),
  limited(
    9,
    'Ryzen 7 / 64 GB',
    dedicated,
    { pace: always(0.5), ...reordered(9, 2, 3, 8) },
    'plenty',
    thresholds(2, 1),
  ),
];

/** A shop on WHMCS 9 that was unreachable for some hours yesterday. */
export const BLUEPEAK: Shop = {
  site: 'bluepeak',
  host: 'clients.bluepeak.example',
  source: 'store',
  version: '9.0.2',
  interval: 120,
  actions: [
    { action: 'store/products', seconds: 0.42, bytes: 31_000 },
    { action: 'GetProducts', seconds: 0.7, bytes: 52_000 },
  ],
  products: PRODUCTS,
  outage: { from: 19.5, to: 15.2, reason: 'connect' },
  webhook: true,
};
