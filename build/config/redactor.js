import {
  afterBreak,
  escapedText,
  fold,
  isPlain,
  readCharacter
} from "./escapes.js";
import { formsOf } from "./secret-forms.js";
const MARK = "<secret>";
const PREFIX = 4;
function createRedactor(secrets) {
  const all = [...new Set(secrets)].filter((secret) => secret !== "");
  const weak = all.filter(isWeak).map(fold);
  let built;
  return (text) => {
    if (all.length === 0) return text;
    built ??= createIndex(all.filter((secret) => !isWeak(secret)));
    const index = built;
    const source = escapedText(text);
    let redacted = "";
    let kept = 0;
    const last = text.length - PREFIX + 1;
    for (let at = 0; at < text.length; at += 1) {
      const isPossible = at < last && (index.pairs[pairAt(source.text, at)] === 1 || !isPlain(source, at) || !isPlain(source, at + 1));
      if (!isPossible && weak.length === 0) continue;
      if (text.startsWith(MARK, at)) {
        at += MARK.length - 1;
        continue;
      }
      const end = (isPossible ? findForm(source, at, index) : void 0) ?? findWeak(source, at, weak);
      if (end === void 0) continue;
      redacted += at > 0 && kept === at ? "" : text.slice(kept, at) + MARK;
      kept = end;
      at = end - 1;
    }
    return kept === 0 ? text : redacted + text.slice(kept);
  };
}
function createIndex(secrets) {
  const index = { forms: /* @__PURE__ */ new Map(), starts: /* @__PURE__ */ new Set(), pairs: new Uint8Array(2 ** 12) };
  for (const form of secrets.flatMap(formsOf)) add(index, form);
  return index;
}
const pairAt = (text, at) => (text.charCodeAt(at) & 63) << 6 | text.charCodeAt(at + 1) & 63;
function add({ forms, starts, pairs }, form) {
  const key = form.text.slice(0, PREFIX);
  for (let length = 1; length <= PREFIX; length += 1) starts.add(key.slice(0, length));
  pairs[pairAt(key, 0)] = 1;
  pairs[pairAt(`${key.charAt(0)} `, 0)] = 1;
  const known = forms.get(key);
  if (known) known.push(form);
  else forms.set(key, [form]);
}
function findForm(source, at, index) {
  let longest;
  for (const prefix of prefixes(source, at, index.starts)) {
    for (const { text, enough } of index.forms.get(prefix) ?? []) {
      const { length, end } = match(source, at, text);
      const cut = length < text.length ? CUT.exec(source.text.slice(end, end + 16)) : null;
      if (length < enough && !(cut && length >= PREFIX)) continue;
      longest = Math.max(longest ?? 0, end + (cut?.[1]?.length ?? 0));
    }
  }
  return longest;
}
const CUT = /^([%&\\=][#\w]{0,8})?(?:…|\.{3})?$/;
function prefixes(source, at, starts) {
  let end = at;
  for (let read = 0; read < PREFIX && end < at + 2 * PREFIX && isPlain(source, end); end += 1)
    if (source.text.charAt(end) !== " ") read += 1;
  const plain = source.text.slice(at, end);
  const joined = plain.replaceAll(" ", "");
  if (joined.length === PREFIX) return /* @__PURE__ */ new Set([plain.slice(0, PREFIX), joined]);
  let readings = /* @__PURE__ */ new Map([["", ["", at]]]);
  for (let count = 0; count < PREFIX; count += 1) {
    const longer = /* @__PURE__ */ new Map();
    for (const [read, end2] of readings.values()) {
      for (const [character, after] of readNext(source, end2, read === "")) {
        const prefix = (read + character).slice(0, PREFIX);
        if (starts.has(prefix)) longer.set(`${after} ${prefix}`, [prefix, after]);
      }
    }
    readings = longer;
  }
  return new Set([...readings.values()].map(([read]) => read));
}
function readNext(source, at, isFirst) {
  const here = readCharacter(source, at);
  if (isFirst) return here;
  const places = source.text.charAt(at) === " " ? [at + 1] : afterBreak(source, at);
  return places.length === 0 ? here : [...here, ...places.flatMap((place) => readCharacter(source, place))];
}
function match(source, at, form) {
  let ends = /* @__PURE__ */ new Set([at]);
  let length = 0;
  for (const character of form) {
    const next = /* @__PURE__ */ new Set();
    for (const end of ends) {
      for (const [read, after] of readNext(source, end, length === 0))
        if (read === character) next.add(after);
    }
    if (next.size === 0) break;
    ends = next;
    length += character.length;
  }
  return { length, end: Math.max(...ends) };
}
const isWeak = (secret) => secret.length < PREFIX || /^\d{1,7}$/.test(secret);
function findWeak(source, at, secrets) {
  if (secrets.length === 0) return void 0;
  const before = source.text.slice(Math.max(0, at - 6), at);
  const after = VALUE_ENDS.find(([opens]) => opens.test(before))?.[1];
  if (!after) return void 0;
  for (const secret of secrets) {
    const { length, end } = match(source, at, secret);
    if (length === secret.length && after.test(source.text.slice(end, end + 6))) return end;
  }
  return void 0;
}
const VALUE_ENDS = [
  [/(?:["']|&quot;|&#0?39;|%2[27])$/i, /^\\?(?:["']|&quot;|&#0?39;|%2[27]|$)/i],
  [/(?:=|%3D)$/i, /^(?:["'&;,<\\\s]|%26|$)/]
];
export {
  createRedactor
};
