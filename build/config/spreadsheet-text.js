const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
const MONTHS = "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?";
const NUMBER_WORDS = new RegExp(
  `(?<=\\d)e(?=[-+\\d])|(?<!\\p{L})([ap]m?|${MONTHS}|[\u5E74\u6708\u65E5\u6642\u5206])(?!\\p{L})`,
  "giu"
);
const SHORT_WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
function isConverted(text) {
  if (FORMULA.test(text) || /^(?:true|false)$/i.test(text)) return true;
  return /\p{N}/u.test(text) && !SHORT_WHOLE_NUMBER.test(text) && !/\p{L}/u.test(text.replace(NUMBER_WORDS, ""));
}
const withoutQuotes = (text) => text.replace(/^'+/, "");
const guardText = (text) => isConverted(withoutQuotes(text)) ? `'${text}` : text;
const unguardText = (text) => text.startsWith("'") && isConverted(withoutQuotes(text)) ? text.slice(1) : text;
export {
  guardText,
  unguardText
};
