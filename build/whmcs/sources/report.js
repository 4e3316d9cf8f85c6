const REMEMBERED = 5e3;
function createReport(site, log) {
  let young = /* @__PURE__ */ new Set();
  let old = /* @__PURE__ */ new Set();
  return (key, fields, message) => {
    if (young.has(key) || old.has(key)) return;
    if (young.size >= REMEMBERED) [old, young] = [young, /* @__PURE__ */ new Set()];
    young.add(key);
    log.warn({ site, ...fields }, message);
  };
}
export {
  createReport
};
