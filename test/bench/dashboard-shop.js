import { HABITS } from './year-of-sales.js';

const PRODUCTS = 200;
const GROUPS = 8;
const KINDS = ['unlimited', 'unknown'];
const WITH_CHOICES = 10;
const CHOICES = ['Frankfurt', 'Tokyo', 'Virginia', 'Dallas', 'Singapore'];

/** A site of two hundred products that sell by the habits of a year's bench; a tenth of them without a number. */
export const shopNamed = (site) => ({
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

function productAt(index) {
  const habit = HABITS[index % HABITS.length];
  const one = { id: index + 1, product: `${habit.product} ${index + 1}`, group: `Group ${index % GROUPS}` };
  if (index % 10 === 9) return { ...one, kind: KINDS[Math.floor(index / 10) % 2] };
  return { ...one, kind: 'limited', habit, levels: { warning: habit.level ?? 5, critical: 1 } };
}

const choicesOf = (id) =>
  CHOICES.map((choice, number) => ({
    id,
    option: { id, name: 'Location' },
    choice,
    capacity: 40,
    inUse: 40 - number * 6,
    level: 5,
  }));
