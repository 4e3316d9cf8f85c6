import { isRecord } from "./envelope.js";
class DecodeError extends Error {
  name = "DecodeError";
}
function decodeList(value) {
  if (value === void 0 || value === null || value === "" || value === false) return [];
  if (Array.isArray(value)) return value;
  if (isRecord(value)) {
    const keys = Object.keys(value);
    return keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : [value];
  }
  throw new DecodeError(`expected a list, found ${describe(value)}`);
}
function decodeInteger(value) {
  if (value === void 0 || value === null) return void 0;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  if (typeof value === "string") {
    const text = value.trim();
    if (text === "") return void 0;
    if (/^[+-]?\d+(\.0+)?$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  }
  throw new DecodeError(`expected an integer, found ${describe(value)}`);
}
function decodeFlag(value) {
  if (value === void 0 || value === null) return void 0;
  if (typeof value === "boolean") return value;
  const isText = typeof value === "string" || typeof value === "number";
  const text = isText ? String(value).trim().toLowerCase() : "neither";
  if (["1", "on", "yes", "true"].includes(text)) return true;
  if (["", "0", "off", "no", "false"].includes(text)) return false;
  throw new DecodeError(`expected a yes or no, found ${describe(value)}`);
}
function describe(value) {
  if (typeof value === "string") return `a text of ${value.length} characters`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : "an object";
}
export {
  DecodeError,
  decodeFlag,
  decodeInteger,
  decodeList
};
