const success = (fields) => ({
  status: 200,
  body: { result: "success", ...fields }
});
const failure = (message, status = 200) => ({
  status,
  body: { result: "error", message }
});
function writeAnswer(body, responseType) {
  if (responseType === "json") return { type: "application/json", text: writeJson(body) };
  if (responseType === "xml") {
    return {
      type: "text/xml",
      text: `<?xml version="1.0" encoding="utf-8"?>
${writeXml("whmcsapi", body)}
`
    };
  }
  return { type: "text/plain", text: `${writePairs(body)};` };
}
function writeJson(value) {
  return JSON.stringify(value).replaceAll("/", "\\/").replace(/\\(.)/g, (escaped, character) => character === '"' ? "\\u0022" : escaped).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
function writeXml(name, value) {
  if (Array.isArray(value)) return value.map((element) => writeXml(name, element)).join("");
  const inside = typeof value === "object" && value !== null ? Object.entries(value).map(([key, field]) => writeXml(/^\d/.test(key) ? `item${key}` : key, field)).join("") : String(value ?? "").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<${name}>${inside}</${name}>`;
}
function writePairs(value, prefix = "") {
  if (typeof value !== "object" || value === null) return `${prefix}=${String(value ?? "")}`;
  return Object.entries(value).map(([key, field]) => writePairs(field, prefix === "" ? key : `${prefix}[${key}]`)).join(";");
}
export {
  failure,
  success,
  writeAnswer
};
