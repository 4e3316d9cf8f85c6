import { countByStock } from "../stock/catalogue.js";
import { judgeFirst } from "../stock/judge-listing.js";
import { advise } from "../whmcs/advice.js";
import { WhmcsError } from "../whmcs/reasons.js";
import { createAutoSource } from "../whmcs/sources/auto.js";
import { createSources } from "../whmcs/sources/sources.js";
import { step } from "./step.js";
function checkSources({ site, client, log }, signal) {
  const all = createSources({ site, client, log });
  const answers = /* @__PURE__ */ new Map();
  const companion = remembered(all.companion, answers);
  const sources = [companion, remembered(all.store, answers), remembered(all.classic, answers)];
  const source = sources.find(({ name }) => name === site.source) ?? createAutoSource({ sources, now: () => 0, chosen() {
  }, failed() {
  } });
  return {
    source,
    read: async () => judgeFirst(await source.read(signal), site, Date.now()),
    milliseconds: (name) => answers.get(name)?.milliseconds,
    async describe(catalogue) {
      const others = await Promise.all(
        sources.filter(({ name }) => name !== catalogue.source).map(async ({ name, read }) => {
          const fault = await (answers.get(name)?.listing ?? read(signal)).then(
            () => void 0,
            (error) => error
          );
          return { name, fault };
        })
      );
      const told = others.map(
        ({ name, fault }) => `${name}: ${fault === void 0 ? "answers" : reasonOf(fault)}`
      );
      const chosen = site.source === "auto" ? "the best that answers" : "as configured";
      return step("source", "ok", `${catalogue.source}, ${chosen} (${told.join(", ")})`, {
        advice: adviseCompanion(site, catalogue, others.find(({ name }) => name === "companion")?.fault)
      });
    }
  };
}
function remembered(source, answers) {
  return {
    name: source.name,
    actions: source.actions,
    readOptions: (ids, signal) => source.readOptions(ids, signal),
    readProducts: (ids, signal) => source.readProducts(ids, signal),
    async read(signal) {
      const started = performance.now();
      const listing = source.read(signal);
      const answer = { listing, milliseconds: void 0 };
      answers.set(source.name, answer);
      await listing;
      answer.milliseconds = performance.now() - started;
      return listing;
    }
  };
}
function reasonOf(fault) {
  if (!(fault instanceof WhmcsError)) return "unreadable";
  return { permission: "not granted", unknown_action: "not there" }[fault.reason] ?? fault.reason;
}
function adviseCompanion(site, catalogue, fault) {
  if (catalogue.source === "companion") return void 0;
  const { unknown } = countByStock(catalogue);
  const gain = unknown > 0 ? `would tell the stock of ${unknown} products that is unknown now, and of` : "would tell of";
  const why = `The companion, two files in WHMCS (deploy/whmcs), ${gain} every sale within a second.`;
  if (fault === void 0) return `${why} It answers: say source: auto.`;
  if (fault instanceof WhmcsError && fault.reason === "permission") {
    return `${why} Where it is installed already: ${advise(fault, site.companion.action, site)}`;
  }
  if (fault instanceof WhmcsError && (fault.reason === "api_error" || fault.reason === "invalid_response")) {
    return `${why} What answers by its name is not it (${fault.message}): if it is an action of your own that tells of one product a call, name the field of the product's id in companion.parameter.`;
  }
  return why;
}
export {
  checkSources
};
