import { describe, expect, test } from '@jest/globals';
import { Shop } from '../../../src/simulator/shop.js';
import { PROFILES, type Profile } from '../../../src/simulator/simulator-settings.js';
import type { Product, SourceName } from '../../../src/stock/catalogue.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { WhmcsError } from '../../../src/whmcs/whmcs-error.js';
import { judged } from '../../support/judged.js';
import { simulatedSite } from '../../support/simulated-site.js';

/** One product of each kind that stock can be in. */
const RANGE = {
  on: { stockControl: true, quantity: 7 },
  off: { stockControl: false, quantity: 0 },
  'off, number left over': { stockControl: false, quantity: 9 },
  zero: { stockControl: true, quantity: 0 },
  negative: { stockControl: true, quantity: -3 },
  hidden: { stockControl: true, quantity: 4, hidden: true },
  'hidden at zero': { stockControl: true, quantity: 0, hidden: true },
  retired: { stockControl: true, quantity: 2, retired: true },
  'retired at zero': { stockControl: true, quantity: 0, retired: true },
};
type Kind = keyof typeof RANGE;

const EXACT: Record<Kind, number | 'unlimited' | 'unknown'> = {
  on: 7,
  off: 'unlimited',
  'off, number left over': 'unlimited',
  zero: 0,
  negative: -3,
  hidden: 4,
  'hidden at zero': 0,
  retired: 2,
  'retired at zero': 0,
};

const mapValues = <T>(value: T) =>
  Object.fromEntries(Object.keys(RANGE).map((kind) => [kind, value])) as Record<Kind, T>; // its keys are the kinds

const NOTHING = mapValues('unknown' as const);
/** A number, but for the zeros, which may mean either. */
const CLASSIC_8_12 = {
  ...EXACT,
  off: 'unknown',
  'off, number left over': 'unknown',
  zero: 'unknown',
  'hidden at zero': 'unknown',
  'retired at zero': 'unknown',
};
/** Exact for what the shop shows; classic for what it hides. */
const STORE = { ...EXACT, 'hidden at zero': 'unknown', 'retired at zero': 'unknown' };

const EXPECTED: Record<Profile, Record<SourceName, Record<Kind, unknown> | 'not there'>> = {
  '7.8': { companion: EXACT, store: 'not there', classic: NOTHING },
  '8.3': { companion: EXACT, store: 'not there', classic: NOTHING },
  '8.12': { companion: EXACT, store: 'not there', classic: CLASSIC_8_12 },
  '9.0': { companion: EXACT, store: STORE, classic: CLASSIC_8_12 },
};

const cases = PROFILES.flatMap((profile) =>
  [true, false].flatMap((companion) =>
    (['companion', 'store', 'classic'] as const).map((name) => [profile, companion, name] as const),
  ),
);

const say = ({ stock }: Product) => (stock.kind === 'limited' ? stock.quantity : stock.kind);

describe.each(cases)('WHMCS %s, companion there: %s, read by %s', (profile, companion, name) => {
  const expected = name === 'companion' && !companion ? 'not there' : EXPECTED[profile][name];

  test('reports a number, unlimited or unknown for each kind of product', async () => {
    const shop = new Shop();
    shop.addGroup(1, 'Servers');
    for (const [kind, product] of Object.entries(RANGE))
      shop.addProduct({ groupId: 1, name: kind, monthly: '5.00', ...product });
    const one = await simulatedSite({ shop, profile, companion });
    try {
      const source = createSources(one)[name];
      const both = judged(source, one.site);
      const read = both.read();
      if (expected === 'not there') {
        const error = await read.catch((thrown) => thrown);
        expect(error).toBeInstanceOf(WhmcsError);
        expect(error.reason).toBe('unknown_action');
        return;
      }
      const products = (await read).products;
      expect(Object.fromEntries(products.map((product) => [product.name, say(product)]))).toEqual(expected);
      const ids = [1, 4, 6];
      const alone = (await both.readProducts(ids)).map((product) => ({ ...product, stockAt: 0 }));
      expect(alone).toEqual(products.filter(({ id }) => ids.includes(id)));
    } finally {
      await one.close();
    }
  });
});
