// A year of ten products that sell in different ways, every quarter of an hour. The same seed gives the same year.

export const STEP_MINUTES = 15;
export const STEPS_PER_DAY = (24 * 60) / STEP_MINUTES;
export const DAYS = 365;

/** How long a burst lasts, and when in the day the weekly truck comes. */
const BURST_STEPS = (3 * 60) / STEP_MINUTES;
const TRUCK_STEP = (8 * 60) / STEP_MINUTES;

/** Units a day, by the day of the week from Monday. */
const always = (units) => Array(7).fill(units);
const weekend = (weekday, atWeekend) => [...Array(5).fill(weekday), atWeekend, atWeekend];

/**
 * What a product is like: `pace` in units a day, `bursts` a year with the least and most units of each, `returns` in units a day; and how its
 * owner restocks it by `batch`: `every` so many days, or so many days (`from`, `to`) after it fell to `at`. `levels` is the configured warning.
 */
export const HABITS = [
  { product: 'Steady', pace: always(1.5), batch: 20, at: 0, from: 2, to: 5 },
  { product: 'Steady, weekly truck', pace: always(4), batch: 28, every: 7, level: 8 },
  { product: 'Steady, fast', pace: always(10), batch: 100, at: 20, from: 1, to: 7, level: 20 },
  { product: 'Steady, slow', pace: always(0.7), batch: 8, at: 0, from: 3, to: 8 },
  { product: 'Weekend', pace: weekend(0.8, 4), batch: 24, at: 0, from: 2, to: 5 },
  { product: 'Working days', pace: weekend(3, 0.3), batch: 30, at: 6, from: 3, to: 9, level: 6 },
  { product: 'Bursts', pace: always(0.8), bursts: [20, 5, 15], batch: 25, at: 0, from: 2, to: 5 },
  {
    product: 'Seldom bursts',
    pace: always(2),
    bursts: [8, 8, 25],
    batch: 40,
    at: 8,
    from: 2,
    to: 7,
    level: 8,
  },
  { product: 'Returns', pace: always(2), returns: 0.6, batch: 15, at: 0, from: 2, to: 4 },
  { product: 'Reordered in time', pace: always(2), batch: 30, at: 12, from: 3, to: 6, level: 5 },
];

/** Mulberry32: small, and good enough to sell by. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of something that comes so often on average come now. */
function poisson(mean, random) {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

const between = (low, high, random) => low + random() * (high - low);

/** Three times as much in the evening as at night. */
const byHour = (step) => 1 + 0.5 * Math.sin(((step % STEPS_PER_DAY) / STEPS_PER_DAY) * 2 * Math.PI - 2);

/**
 * The year of one product, by step.
 * `wanted` is what customers would have ordered, `ofBursts` what of it came in bursts; `sold` what there was enough of.
 */
export function sellForAYear(habit, seed) {
  const random = randomFrom(seed);
  const steps = DAYS * STEPS_PER_DAY;
  const year = { stock: [], sold: [], wanted: [], ofBursts: [] };
  let stock = habit.batch;
  let arrives;
  let burst = { until: -1, units: 0 };
  for (let step = 0; step < steps; step += 1) {
    const day = Math.floor(step / STEPS_PER_DAY);
    if (habit.every !== undefined && step > 0 && step % (habit.every * STEPS_PER_DAY) === TRUCK_STEP)
      stock += habit.batch;
    if (arrives === step) {
      stock += habit.batch;
      arrives = undefined;
    }
    if (habit.bursts && random() < habit.bursts[0] / steps) {
      burst = { until: step + BURST_STEPS, units: between(habit.bursts[1], habit.bursts[2], random) };
    }
    const ordinary = poisson((habit.pace[day % 7] * byHour(step)) / STEPS_PER_DAY, random);
    const inBurst = step < burst.until ? poisson(burst.units / BURST_STEPS, random) : 0;
    if (habit.returns) stock += poisson(habit.returns / STEPS_PER_DAY, random);
    const sold = Math.max(0, Math.min(stock, ordinary + inBurst));
    stock -= sold;
    if (habit.at !== undefined && arrives === undefined && stock <= habit.at) {
      arrives = step + 1 + Math.round(between(habit.from, habit.to, random) * STEPS_PER_DAY);
    }
    year.stock.push(stock);
    year.sold.push(sold);
    year.wanted.push(ordinary + inBurst);
    year.ofBursts.push(inBurst);
  }
  return year;
}
