import { cleanText } from "../stock/text.js";
const buildPools = (pools) => (pools ?? []).map(({ name, capacity, unit, draws }) => ({
  ...{ name: cleanText(name), capacity, unit: cleanText(unit ?? ""), draws }
}));
export {
  buildPools
};
