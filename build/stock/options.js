const OPTION_KINDS = ["dropdown", "radio", "yesno", "quantity"];
const isPicked = ({ kind }) => kind === "dropdown" || kind === "radio";
function withoutNumbers(usage, options) {
  const unsure = options.filter(({ id, kind }) => kind === "quantity" && usage.unsure.has(id));
  if (unsure.length === 0) return usage;
  const lost = new Set(unsure.flatMap(({ choices }) => choices.map(({ id }) => id)));
  return { ...usage, choices: new Map([...usage.choices].filter(([id]) => !lost.has(id))) };
}
function isSameNames(before, now) {
  const names = new Map(before.flatMap(namesOf));
  return now.flatMap(namesOf).every(([key, name]) => names.get(key) === name);
}
const namesOf = ({ id, kind, name, choices }) => [
  [`option ${id}`, `${kind} ${name}`],
  ...choices.map((choice) => [`choice ${choice.id}`, choice.name])
];
const namesKey = (options) => options ? JSON.stringify(options.flatMap(namesOf)) : "unknown";
const keyOfSet = (ids) => ids.toSorted((a, b) => a - b).join(",");
function countSets(sets, wanted) {
  const units = wanted.map(() => 0);
  const byRarest = indexByRarest(wanted);
  for (const [key, count] of sets) {
    const held = new Set(key.split(",").map(Number));
    for (const id of held) {
      for (const index of byRarest.get(id) ?? []) {
        if (wanted[index]?.every((id2) => held.has(id2))) units[index] = (units[index] ?? 0) + count;
      }
    }
  }
  return units;
}
function indexByRarest(wanted) {
  const frequency = /* @__PURE__ */ new Map();
  for (const id of wanted.flat()) frequency.set(id, (frequency.get(id) ?? 0) + 1);
  const index = /* @__PURE__ */ new Map();
  for (const [position, ids] of wanted.entries()) {
    const [rarest] = ids.toSorted((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0));
    const others = index.get(rarest);
    if (others) others.push(position);
    else index.set(rarest, [position]);
  }
  return index;
}
export {
  OPTION_KINDS,
  countSets,
  isPicked,
  isSameNames,
  keyOfSet,
  namesKey,
  withoutNumbers
};
