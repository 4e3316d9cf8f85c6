import { strict as assert } from 'node:assert';
import type { Shop, ShopChoice, ShopProduct } from '../support/history/shop.js';
import { HABITS } from './year-of-sales.js';

const PRODUCTS = 200;
const GROUPS = 8;
const WITH_CHOICES = 10;
const CHOICES = ['Frankfurt', 'Tokyo', 'Virginia', 'Dallas', 'Singapore'];

/** Creates a site of two hundred products that sell like those of year-of-sales.ts; a tenth has no number. */
export const shopNamed = (site: string): Shop => ({
  site,
  host: `${site}.example`,
  source: 'companion',
  version: '8.13.1',
  interval: 60,
  actions: [
    { action: 'GetProductDetails', seconds: 0.4, bytes: 190_000 },
    { action: 'GetClientsProducts', seconds: 0.8, bytes: 400_000 },
  ],
  products: Array.from({ length: PRODUCTS }, (_, index) => productAt(index)),
  choices: Array.from({ length: WITH_CHOICES }, (_, index) => choicesOf(index + 1)).flat(),
  combinations: [],
  pool: {
    name: 'cards',
    unit: 'cards',
    capacity: 48,
    draws: [{ id: PRODUCTS, option: { id: 9, name: 'GPU' }, choice: '1x', takes: 1, inUse: 31 }],
  },
  outage: { from: 60, to: 57, reason: 'timeout' },
  webhook: true,
});

function productAt(index: number): ShopProduct {
  const habit = HABITS[index % HABITS.length];
  assert(habit);
  const one = { id: index + 1, product: `${habit.product} ${index + 1}`, group: `Group ${index % GROUPS}` };
  if (index % 10 === 9) return { ...one, kind: Math.floor(index / 10) % 2 === 0 ? 'unlimited' : 'unknown' };
  return { ...one, kind: 'limited', habit, thresholds: { warning: habit.level ?? 5, critical: 1 } };
}

const choicesOf = (id: number): readonly ShopChoice[] =>
  CHOICES.map((choice, number) => ({
    id,
    option: { id, name: 'Location' },
    choice,
    capacity: 40,
    inUse: 40 - number * 6,
    warning: 5,
  }));
