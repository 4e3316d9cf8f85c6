import { distance } from "fastest-levenshtein";
import { cleanText } from "./text.js";
const foldName = (text) => cleanText(text).toLowerCase().normalize("NFC");
function tellApart(things) {
  const counts = /* @__PURE__ */ new Map();
  for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === things.length) return things;
  return tellApart(
    things.map(
      (thing) => counts.get(thing.name) === 1 ? thing : { ...thing, name: `${thing.name} #${thing.id}`, aliases: [thing.name, ...thing.aliases] }
    )
  );
}
const NEAREST = 3;
const LONGEST = 100;
function indexNames(things) {
  const levels = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  const [names, aliases, ids] = levels;
  const add = (level, key, thing) => {
    const known = level.get(key);
    if (known) known.add(thing);
    else level.set(key, /* @__PURE__ */ new Set([thing]));
  };
  for (const thing of things) {
    add(names, foldName(thing.name), thing);
    for (const alias of thing.aliases) add(aliases, foldName(alias), thing);
    add(ids, String(thing.id), thing);
  }
  return (reference) => {
    const key = foldName(reference);
    for (const level of levels) {
      const [thing, ...more] = level.get(key) ?? [];
      if (thing && more.length > 0) return { kind: "several", things: [thing, ...more] };
      if (thing) return { kind: "one", thing };
    }
    return {
      kind: "none",
      nearest: () => nearestNames(
        reference,
        things.map(({ name }) => name)
      )
    };
  };
}
function nearestNames(reference, names) {
  const key = foldName(reference).slice(0, LONGEST);
  const folded = [...new Set(names)].map((name) => ({
    name,
    away: distance(key, foldName(name).slice(0, LONGEST))
  }));
  return folded.toSorted((a, b) => a.away - b.away).slice(0, NEAREST).map(({ name }) => name);
}
export {
  foldName,
  indexNames,
  nearestNames,
  tellApart
};
