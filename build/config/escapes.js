import { decode } from "html-entities";
const escapedText = (text) => ({ text: fold(text), known: /* @__PURE__ */ new Map() });
const fold = (text) => text.replaceAll("+", " ");
const DEPTH = 3;
const SPECIAL = new Uint8Array(2 ** 16).fill(1, 55296, 57344);
for (const character of "%&\\=<\r\n\xAD\u200B\uFEFF") SPECIAL[character.charCodeAt(0)] = 1;
const isPlain = ({ text }, at) => SPECIAL[text.charCodeAt(at)] === 0;
function readCharacter(source, at, depth = DEPTH) {
  const { text, known } = source;
  if (at >= text.length) return [];
  if (isPlain(source, at)) return [[text.charAt(at), at + 1]];
  const key = at * (DEPTH + 1) + depth;
  const before = known.get(key);
  if (before) return before;
  const itself = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const shallow = depth === 0 ? [[itself, at + itself.length]] : readCharacter(source, at, depth - 1);
  const escapes = depth === 0 ? [] : shallow.flatMap((introducer) => readEscape(source, introducer, depth - 1));
  const readings = escapes.length === 0 ? shallow : unique([...shallow, ...escapes]);
  known.set(key, readings);
  return readings;
}
function unique(readings) {
  const different = [];
  for (const [character, end] of readings) {
    const folded = fold(character);
    if (!different.some(([known, knownEnd]) => knownEnd === end && known === folded))
      different.push([folded, end]);
  }
  return different;
}
function readEscape(source, [introducer, at], depth) {
  if (introducer === "%" || introducer === "=") return readBytes(source, introducer, at, depth);
  if (introducer === "&") return readEntity(source, at, depth);
  return introducer === "\\" ? readBackslash(source, at, depth) : [];
}
function readBytes(source, introducer, at, depth) {
  const first = readHex(source, at, 2, depth);
  if (!first) return [];
  const latin = [String.fromCharCode(first.code), first.end];
  const bytes = [first.code];
  let end = first.end;
  for (let more = continuationBytes(first.code); more > 0; more -= 1) {
    const next = after(source, end, introducer, depth).map((hexAt) => readHex(source, hexAt, 2, depth));
    const byte = next.find((read) => read !== void 0 && read.code >> 6 === 2);
    if (!byte) return [latin];
    bytes.push(byte.code);
    end = byte.end;
  }
  return [latin, [Buffer.from(bytes).toString("utf8"), end]];
}
function continuationBytes(lead) {
  if (lead < 192) return 0;
  if (lead < 224) return 1;
  return lead < 240 ? 2 : 3;
}
function readEntity(source, at, depth) {
  const [name, end] = readWhile(source, at, /[#A-Za-z0-9]/, 32, depth);
  const entity = `&${name};`;
  const character = name.length < 2 ? entity : decode(entity);
  return character === entity ? [] : [[character, after(source, end, ";", depth)[0] ?? end]];
}
const CONTROLS = new Map(Object.entries({ n: "\n", r: "\r", t: "	", b: "\b", f: "\f" }));
function readBackslash(source, at, depth) {
  return readCharacter(source, at, depth).flatMap(([character, end]) => {
    if (character === "u") return readUnits(source, end, depth);
    if (character !== "x") return [[CONTROLS.get(character) ?? character, end]];
    const byte = readHex(source, end, 2, depth);
    return byte ? [[String.fromCharCode(byte.code), byte.end]] : [];
  });
}
function readUnits(source, at, depth) {
  const high = readHex(source, at, 4, depth);
  if (!high) return [];
  const digits = after(source, high.end, "\\", depth).flatMap((end) => after(source, end, "u", depth));
  const low = digits.map((end) => readHex(source, end, 4, depth)).find((read) => read !== void 0 && read.code >> 10 === 55);
  return low && high.code >> 10 === 54 ? [[String.fromCharCode(high.code, low.code), low.end]] : [[String.fromCharCode(high.code), high.end]];
}
function readHex(source, at, digits, depth) {
  const [hex, end] = readWhile(source, at, /[0-9A-Fa-f]/, digits, depth);
  return hex.length === digits ? { code: Number.parseInt(hex, 16), end } : void 0;
}
function readWhile(source, at, allowed, most, depth) {
  let [read, end] = ["", at];
  while (read.length < most) {
    const next = readCharacter(source, skipBreak(source, end), depth).find(
      ([character]) => allowed.test(character)
    );
    if (!next) break;
    read += next[0];
    end = next[1];
  }
  return [read, end];
}
function after(source, at, wanted, depth) {
  const readings = readCharacter(source, skipBreak(source, at), depth);
  return readings.flatMap(([character, end]) => character === wanted ? [end] : []);
}
const BREAK = /(?:= |[=\\]?(?:\r\n?|\n|\\{1,4}[rn]|%0[AD]|&#1[03];|&#x0?[AD];|<w?br ?\\*\/?>|[\u00AD\u200B\uFEFF]|&shy;|&#8203;|\\{1,4}u(?:200b|00ad|000a|000d))){1,4}/iy;
const INDENTATION = /* @__PURE__ */ new Set([" ", "	"]);
const MOST_INDENTATION = 64;
function afterBreak(source, at) {
  if (at >= source.text.length || isPlain(source, at)) return [];
  BREAK.lastIndex = at;
  if (!BREAK.test(source.text)) return [];
  const places = [BREAK.lastIndex];
  const most = BREAK.lastIndex + MOST_INDENTATION;
  for (let next = BREAK.lastIndex; next < most && INDENTATION.has(source.text.charAt(next)); next += 1)
    places.push(next + 1);
  return places;
}
const skipBreak = (source, at) => afterBreak(source, at).at(-1) ?? at;
export {
  afterBreak,
  escapedText,
  fold,
  isPlain,
  readCharacter
};
