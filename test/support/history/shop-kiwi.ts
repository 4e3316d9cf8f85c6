import { always } from '../../bench/year-of-sales.js';
import type { Shop } from './shop.js';
import { limited, reordered, thresholds, without } from './shop-products.js';

const PRODUCTS = [
  limited(1, 'NAT VPS 256 MB', 'NAT VPS', { pace: always(12), ...reordered(150, 30, 1, 4) }, 'plenty'),
  limited(
    2,
    'NAT VPS 512 MB',
    'NAT VPS',
    { pace: always(8), bursts: [60, 10, 30], ...reordered(90, 0, 1, 3) },
    'running out',
    thresholds(15, 5),
  ),
  limited(
    3,
    'Black Friday KVM 2 GB',
    'Offers',
    { pace: always(1), bursts: [80, 15, 40], ...reordered(40, 0, 5, 9) },
    'sold out today',
  ),
  limited(4, 'Annual KVM 1 GB', 'Offers', { pace: always(2), ...reordered(22, 0, 2, 6) }, 'low'),
  limited(
    5,
    'IPv4 address',
    'Add-ons',
    { pace: always(3), returns: 1, ...reordered(64, 16, 2, 5) },
    'plenty',
    thresholds(10, 4),
  ),
  without('unknown', 6, 'DirectAdmin licence', 'Add-ons'),
  without('unlimited', 7, 'DV certificate', 'Add-ons'),
];

/** A small shop on a slow server, with a product of unknown stock. */
export const KIWI: Shop = {
  site: 'kiwi-vps',
  host: 'billing.kiwi-vps.example',
  source: 'classic',
  version: '8.12.1',
  interval: 300,
  actions: [{ action: 'GetProducts', seconds: 1.6, bytes: 18_000 }],
  products: PRODUCTS,
  slowEvenings: true,
  mishaps: { timeout: 0.02, rate_limited: 0.012, invalid_response: 0.002 },
};
