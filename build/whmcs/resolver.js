import { errorCode } from "../error-code.js";
class SilentNameServersError extends Error {
  name = "SilentNameServersError";
}
const MAX_DEADLINE_MS = 6e3;
const PATIENCE_MS = 1e3;
const MAX_STALE_MS = 24 * 60 * 6e4;
function createResolver(lookups, now = () => performance.now()) {
  const underWay = /* @__PURE__ */ new Map();
  const known = /* @__PURE__ */ new Map();
  const awaited = /* @__PURE__ */ new Map();
  function begin(name) {
    const answer = lookups.lookUp(name).then((addresses) => {
      known.set(name, { addresses, since: now() });
      return addresses;
    }).finally(() => underWay.delete(name));
    answer.catch((error) => {
      if (!isForNow(error)) known.delete(name);
    });
    const begun = { answer, since: now() };
    underWay.set(name, begun);
    return begun;
  }
  function lastGood(name) {
    const last = known.get(name);
    return last && now() - last.since <= MAX_STALE_MS ? last : void 0;
  }
  async function wait(name, { answer }, ms) {
    awaited.set(name, (awaited.get(name) ?? 0) + 1);
    try {
      return await within(answer, ms, name);
    } finally {
      awaited.set(name, (awaited.get(name) ?? 1) - 1);
    }
  }
  return {
    isAwaited: (name) => (awaited.get(name) ?? 0) > 0,
    close: lookups.close,
    async resolve(name, deadlineMs) {
      const look = underWay.get(name) ?? begin(name);
      const last = lastGood(name);
      if (!last) return wait(name, look, deadlineMs);
      const patienceMs = Math.max(0, look.since + PATIENCE_MS - now());
      return within(look.answer, patienceMs, name).catch((error) => {
        if (isForNow(error)) return last.addresses;
        throw error;
      });
    }
  };
}
const lookupDeadline = (timeoutMs) => Math.min(MAX_DEADLINE_MS, timeoutMs * 0.8);
function socketLookup(resolver, deadlineMs) {
  return (name, options, callback) => {
    const answer = async () => {
      const addresses = await resolver.resolve(name, deadlineMs);
      const fitting = addresses.filter(({ family }) => !options.family || family === options.family);
      if (fitting.length > 0) return fitting;
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" });
    };
    const succeed = ([first, ...others]) => {
      if (options.all)
        callback(
          null,
          [first, ...others].filter((one) => one !== void 0)
        );
      else callback(null, first?.address ?? "", first?.family);
    };
    const fail = (error) => callback(error, "");
    answer().then(
      (addresses) => process.nextTick(succeed, addresses),
      (error) => process.nextTick(fail, error)
    );
  };
}
const isForNow = (error) => error instanceof SilentNameServersError || errorCode(error) === "EAI_AGAIN";
async function within(answer, ms, name) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    const fail = () => reject(new SilentNameServersError(`no name server answered for ${name} within ${ms} ms`));
    timer = setTimeout(fail, ms).unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
export {
  SilentNameServersError,
  createResolver,
  lookupDeadline,
  socketLookup
};
