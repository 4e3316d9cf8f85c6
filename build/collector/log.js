function createNoteLog(site, log) {
  let logged = /* @__PURE__ */ new Set();
  return (notes) => {
    for (const note of notes) {
      if (!logged.has(note)) log.warn({ site, note }, "the configuration does not fit what WHMCS lists");
    }
    logged = new Set(notes);
  };
}
export {
  createNoteLog
};
