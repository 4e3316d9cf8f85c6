const NO_MOVEMENT = /* @__PURE__ */ new Map();
function advance(before, products) {
  const after = new Map(before);
  for (const { id, stock, stockSource: source } of products) {
    const known = before.get(id);
    if (stock.kind === "unknown") continue;
    if (stock.kind === "unlimited") {
      if (known) after.set(id, { ...known, quantity: void 0 });
      continue;
    }
    const isComparable = known?.quantity !== void 0 && known.source === source;
    const change = isComparable ? stock.quantity - known.quantity : 0;
    after.set(id, {
      quantity: stock.quantity,
      source,
      removed: (known?.removed ?? 0) + Math.max(0, -change),
      added: (known?.added ?? 0) + Math.max(0, change)
    });
  }
  return after;
}
export {
  NO_MOVEMENT,
  advance
};
