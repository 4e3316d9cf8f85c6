import { createHash } from "node:crypto";
const LONGEST_TEXT = 512;
const LONGEST_INPUT = 8 * LONGEST_TEXT;
function cleanText(text, decode) {
  if (!decode && text.length <= LONGEST_TEXT && CLEAN.test(text)) return text;
  const isCut = text.length > LONGEST_INPUT;
  const input = isCut ? copy(text.slice(0, LONGEST_INPUT)) : text;
  const cleaned = withoutInvisible(decode ? decode(input) : input).normalize("NFC").replace(/[\s\p{Cc}]+/gu, " ").trim();
  return isCut ? shorten(cleaned, text) : limitText(cleaned);
}
const visibleText = (text) => withoutInvisible(text).replace(/[^\P{Cc}\n\t]/gu, " ");
const withoutInvisible = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD").replace(INVISIBLE, "");
function limitText(text) {
  return text.length <= LONGEST_TEXT || SHORTENED.test(text) ? text : shorten(text, text);
}
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;
const SHORTENED = /^.{0,512}…#[0-9a-f]{12}$/s;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
function shorten(text, whole) {
  const start = text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.trimEnd()}\u2026#${createHash("sha256").update(whole).digest("hex").slice(0, 12)}`;
}
const copy = (text) => Buffer.from(text, "utf16le").toString("utf16le");
export {
  LONGEST_TEXT,
  cleanText,
  limitText,
  visibleText
};
