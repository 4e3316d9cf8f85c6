import { shownInUse } from "./in-use.js";
import { matchPool } from "./pool-draws.js";
import { ANY, less, NO_LIMIT, UNCOUNTED } from "./range.js";
function assessPool(pool, products, tell) {
  const { name, unit, capacity } = pool;
  const draws = matchPool(pool, products, tell);
  const inUse = draws ? sum([...draws].map(([id, draw]) => takenBy(draw, products.get(id)))) : UNCOUNTED;
  const left = less(capacity, inUse);
  const drawing = draws ? [...draws.keys()] : pool.draws.map(({ product }) => product);
  return {
    availability: { name, unit, capacity, inUse: shownInUse(inUse) },
    drawn: new Map(drawing.map((id) => [id, { draw: draws?.get(id), left }]))
  };
}
function takenBy({ units, choices }, product) {
  const usage = product?.usage;
  if (!usage) return UNCOUNTED;
  let from = units * usage.units;
  let isCounted = true;
  for (const [id, drawn] of choices) {
    const held = usage.choices.get(id);
    if (drawn > 0 && held === void 0) isCounted = false;
    from += drawn * (held ?? 0);
  }
  if (!isCounted) return { from, to: Number.POSITIVE_INFINITY };
  let to = from;
  for (const option of usage.unsure.size > 0 ? product.options ?? [] : []) {
    const most = Math.max(0, ...option.choices.map(({ id }) => choices.get(id) ?? 0));
    to += most * (usage.unsure.get(option.id) ?? 0);
  }
  return { from, to };
}
const sum = (ranges) => ranges.reduce((total, { from, to }) => ({ from: total.from + from, to: total.to + to }), {
  from: 0,
  to: 0
});
function leftOfPool({ draw, left }, chosen, withProduct, inUse) {
  if (!draw) return ANY;
  const { units, choices } = draw;
  const needed = chosen.reduce((sum2, { id }) => sum2 + (choices.get(id) ?? 0), withProduct ? units : 0);
  if (needed === 0) return NO_LIMIT;
  const from = Math.floor(left.from / needed);
  return {
    from: from === Number.NEGATIVE_INFINITY ? from : Math.max(from, 0 - inUse.to),
    to: Math.max(Math.floor(left.to / needed), 0 - inUse.from)
  };
}
export {
  assessPool,
  leftOfPool
};
