import { BLUEPEAK } from './shop-bluepeak.js';
import { KIWI } from './shop-kiwi.js';
import { NORDWIND } from './shop-nordwind.js';

/**
 * Three believable hosting companies. Latencies are medians in seconds; hours of an outage are those before the end of what is told; a
 * mishap's number is the part of the requests that end so.
 */
export const SHOPS = [NORDWIND, BLUEPEAK, KIWI];
