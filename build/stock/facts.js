const NO_FACTS = { products: {}, groups: {} };
const recall = (stated, since) => stated && stated.at > since ? stated : void 0;
export {
  NO_FACTS,
  recall
};
