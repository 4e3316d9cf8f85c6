const NOTHING_YET = {
  lastAttempt: void 0,
  lastSuccess: void 0,
  failure: void 0,
  source: void 0,
  version: "",
  products: void 0,
  notes: []
};
export {
  NOTHING_YET
};
