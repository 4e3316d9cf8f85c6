const PROFILES = ["7.8", "8.3", "8.12", "9.0"];
const VERSIONS = {
  "7.8": "7.8.3",
  "8.3": "8.3.2",
  "8.12": "8.12.1",
  "9.0": "9.0.6"
};
const hasQuantities = (profile) => profile === "8.12" || profile === "9.0";
const DEMO_CREDENTIALS = {
  identifier: "demo-identifier",
  secret: "demo-secret"
};
const USUAL_QUIRKS = {
  quantityWithoutControl: "zero",
  unknownPid: "empty",
  unknownActionStatus: 200,
  listsRetired: true,
  listsHiddenValues: false,
  largestPage: Number.POSITIVE_INFINITY,
  countsProducts: false,
  showsStockControl: false,
  storeListsHidden: false,
  numbersAsText: false,
  lists: "list",
  emptyLists: "list",
  emptyHoldersAsText: false,
  productUrlKey: "product-url",
  entitiesInNames: true,
  prelude: "none",
  checks: ["ip", "credentials", "action", "role"]
};
export {
  DEMO_CREDENTIALS,
  PROFILES,
  USUAL_QUIRKS,
  VERSIONS,
  hasQuantities
};
