import type { Shop } from './shop.js';
import { BLUEPEAK } from './shop-bluepeak.js';
import { KIWI } from './shop-kiwi.js';
import { NORDWIND } from './shop-nordwind.js';

/** Three believable hosting companies. */
export const SHOPS: readonly Shop[] = [NORDWIND, BLUEPEAK, KIWI];
