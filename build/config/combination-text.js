const writeCombination = (pairs) => [...pairs].map((pair) => pair.map(writeName).join("=")).join(", ");
const writeName = (name) => /[",=\n\r]|^\s|\s$|^$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
const PAIR = /(?:\s*"((?:[^"]|"")*)"\s*|([^",=]*))=(?:\s*"((?:[^"]|"")*)"\s*|([^",=]*))(,|$)/y;
function readCombination(text) {
  const pairs = [];
  PAIR.lastIndex = 0;
  for (; ; ) {
    const match = PAIR.exec(text);
    if (!match) return void 0;
    const [, quotedOption, option = "", quotedChoice, choice = "", end] = match;
    const pair = [unquote(quotedOption) ?? option.trim(), unquote(quotedChoice) ?? choice.trim()];
    if (pair.some((name) => name.trim() === "")) return void 0;
    pairs.push(pair);
    if (end === "") return pairs;
  }
}
const unquote = (quoted) => quoted?.replaceAll('""', '"');
export {
  readCombination,
  writeCombination
};
