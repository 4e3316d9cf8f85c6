const USD = { code: "USD", prefix: "$", suffix: " USD", rate: 1 };
const EUR = { code: "EUR", prefix: "\u20AC", suffix: " EUR", rate: 0.92 };
const CYCLES = ["quarterly", "semiannually", "annually", "biennially", "triennially"];
const SETUP_FEES = Object.fromEntries([..."mqsabt"].map((cycle) => [`${cycle}setupfee`, "0.00"]));
const NOT_SOLD = Object.fromEntries(CYCLES.map((cycle) => [cycle, "-1.00"]));
const FREE = Object.fromEntries(CYCLES.map((cycle) => [cycle, "0.00"]));
function productPricing(monthly, currencies) {
  return byCurrency(currencies, (currency) => ({
    prefix: currency.prefix,
    suffix: currency.suffix,
    ...SETUP_FEES,
    monthly: convert(monthly, currency),
    ...NOT_SOLD
  }));
}
function valuePricing(monthly, currencies) {
  return byCurrency(currencies, (currency) => ({
    ...SETUP_FEES,
    monthly: convert(monthly, currency),
    ...FREE
  }));
}
const byCurrency = (currencies, price) => Object.fromEntries(currencies.map((currency) => [currency.code, price(currency)]));
const convert = (monthly, { rate }) => rate === 1 ? monthly : (Number(monthly) * rate).toFixed(2);
export {
  EUR,
  USD,
  productPricing,
  valuePricing
};
