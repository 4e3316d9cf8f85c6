import { limited, UNKNOWN, UNLIMITED } from "./stock.js";
const exactly = (number) => ({ from: number, to: number });
const NO_LIMIT = exactly(Number.POSITIVE_INFINITY);
const ANY = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const UNCOUNTED = { from: 0, to: Number.POSITIVE_INFINITY };
const isExact = ({ from, to }) => from === to;
function least(ranges) {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const range of ranges) {
    from = Math.min(from, range.from);
    to = Math.min(to, range.to);
  }
  return { from, to };
}
const less = (number, { from, to }) => ({
  from: number - to,
  to: number - from
});
function rangeOf(stock) {
  if (stock.kind === "unknown") return ANY;
  return stock.kind === "unlimited" ? NO_LIMIT : exactly(stock.quantity);
}
function stockOf(left) {
  const { from, to } = left;
  if (isExact(left)) return to === Number.POSITIVE_INFINITY ? UNLIMITED : limited(to);
  if (to <= 0) return limited(to);
  return from <= 0 && from !== Number.NEGATIVE_INFINITY ? limited(0) : UNKNOWN;
}
const isWithheld = (left) => !isExact(left) && left.from > 0;
export {
  ANY,
  NO_LIMIT,
  UNCOUNTED,
  exactly,
  isExact,
  isWithheld,
  least,
  less,
  rangeOf,
  stockOf
};
