const NO_WORDS = /* @__PURE__ */ new Set([
  ...["", "0", "-", "false", "off", "none", "disabled"],
  ...[
    "no",
    "non",
    "n\xE3o",
    "nao",
    "nein",
    "nee",
    "nej",
    "nei",
    "ei",
    "ne",
    "nie",
    "nem",
    "nu",
    "xeyr",
    "hay\u0131r",
    "hayir"
  ],
  ...["\u043D\u0435\u0442", "\u043D\u0435", "\u043D\u0456", "\u0644\u0627", "\u062E\u06CC\u0631", "\u05DC\u05D0", "\u5426", "\u4E0D", "\u3044\u3044\u3048", "\uC544\uB2C8\uC694"]
]);
const isNo = (value) => NO_WORDS.has(value.toLowerCase());
export {
  isNo
};
