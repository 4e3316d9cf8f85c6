const DURATION_UNITS = {
  d: 864e5,
  h: 36e5,
  m: 6e4,
  s: 1e3,
  ms: 1
};
const SIZE_UNITS = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30
};
const DURATION_PATTERN = "^(?=\\d)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$";
const SIZE_PATTERN = "^(\\d+)(B|kB|MB|GB|KiB|MiB|GiB)$";
function parseDuration(text) {
  if (!new RegExp(DURATION_PATTERN).test(text)) return void 0;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[dhms])/g)) {
    total += Number(count) * (DURATION_UNITS[unit ?? ""] ?? Number.NaN);
  }
  return total;
}
function parseSize(text) {
  const [, count, unit] = new RegExp(SIZE_PATTERN).exec(text) ?? [];
  return count === void 0 ? void 0 : Number(count) * (SIZE_UNITS[unit ?? ""] ?? Number.NaN);
}
export {
  DURATION_PATTERN,
  SIZE_PATTERN,
  parseDuration,
  parseSize
};
