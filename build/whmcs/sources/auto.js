import { WhmcsError } from "../reasons.js";
const TRY_ABSENT_AFTER_MS = 60 * 6e4;
const TRY_FAILED_AFTER_MS = 5 * 6e4;
const PATIENCE = 3;
function createAutoSource({ sources, memory, now, chosen, failed }) {
  const worked = new Set(memory?.worked);
  const failures = /* @__PURE__ */ new Map();
  const troubles = /* @__PURE__ */ new Map();
  const tryAt = /* @__PURE__ */ new Map();
  const last = sources[sources.length - 1] ?? sources[0];
  let inUse;
  const current = () => inUse ?? sources[0];
  const trouble = () => sources.map((source) => troubles.get(source)).find((one) => one !== void 0);
  const isBetter = (source) => inUse !== void 0 && sources.indexOf(source) < sources.indexOf(inUse);
  const isDue = (source) => source === inUse || source === last || now() >= (tryAt.get(source) ?? 0);
  function use(source) {
    worked.add(source.name);
    tryAt.delete(source);
    for (const one of sources.slice(sources.indexOf(source))) {
      failures.delete(one);
      troubles.delete(one);
    }
    if (source === inUse) return;
    chosen(source, inUse);
    inUse = source;
  }
  function passOver(source, error) {
    if (isRefused(error)) {
      const wasThere = worked.delete(source.name);
      failures.delete(source);
      troubles.delete(source);
      tryAt.set(source, now() + (wasThere ? TRY_FAILED_AFTER_MS : TRY_ABSENT_AFTER_MS));
      return;
    }
    if (!(error instanceof WhmcsError) || ALIKE.has(error.reason) && !isBetter(source)) throw error;
    if (worked.has(source.name)) {
      const count = (failures.get(source) ?? 0) + 1;
      failures.set(source, count);
      if (count < PATIENCE) throw error;
      troubles.set(source, { source: source.name, reason: error.reason, message: error.message });
      failed(source, error);
    }
    tryAt.set(source, now() + TRY_FAILED_AFTER_MS);
  }
  return {
    memory: () => ({ worked: [...worked] }),
    get name() {
      return current().name;
    },
    get actions() {
      return current().actions;
    },
    async read(signal) {
      let failure;
      let isSilent = false;
      const failedNow = [];
      for (const source of sources) {
        if (!isDue(source) || isSilent && source !== inUse && source !== last) continue;
        try {
          const listing = await source.read(signal);
          use(source);
          return { ...listing, trouble: trouble() };
        } catch (error) {
          if (signal.aborted) throw error;
          if (source === last) {
            for (const one of failedNow) tryAt.delete(one);
            throw failure ?? error;
          }
          passOver(source, error);
          if (!isRefused(error)) failedNow.push(source);
          if (troubles.has(source)) failure ??= error;
          isSilent ||= isSilence(error);
        }
      }
      throw failure;
    },
    readOptions: (ids, signal) => current().readOptions(ids, signal),
    readProducts: (ids, signal) => current().readProducts(ids, signal)
  };
}
const REFUSALS = /* @__PURE__ */ new Set(["permission", "unknown_action"]);
const ALIKE = /* @__PURE__ */ new Set(["auth", "ip_not_allowed", "dns", "tls", "canceled"]);
const isRefused = (error) => error instanceof WhmcsError && REFUSALS.has(error.reason);
const isSilence = (error) => error instanceof WhmcsError && (error.reason === "timeout" || error.reason === "connect");
export {
  createAutoSource
};
