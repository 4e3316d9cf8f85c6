/**
 * A spreadsheet runs a cell that begins with one of these as a formula, so a product's name could run code
 * (owasp.org/www-community/attacks/CSV_Injection).
 */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

const MONTHS =
  'jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|' +
  'nov(ember)?|dec(ember)?';

/** Words that a spreadsheet takes for part of a number, a date or a time. */
const NUMBER_WORDS = new RegExp(
  `(?<=\\d)e(?=[-+\\d])|(?<!\\p{L})([ap]m?|${MONTHS}|[年月日時分])(?!\\p{L})`,
  'giu',
);

/** These stay as they are written. */
const SHORT_WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/** Returns whether a spreadsheet would store something else: 3.1 for 3.10, 10 for 010, a day for 1-2. */
function isConverted(text: string): boolean {
  if (FORMULA.test(text) || /^(?:true|false)$/i.test(text)) return true;
  return (
    /\p{N}/u.test(text) && !SHORT_WHOLE_NUMBER.test(text) && !/\p{L}/u.test(text.replace(NUMBER_WORDS, ''))
  );
}

const withoutQuotes = (text: string): string => text.replace(/^'+/, '');

/** Adds a `'` before a text that a spreadsheet would change. */
export const guardText = (text: string): string => (isConverted(withoutQuotes(text)) ? `'${text}` : text);

/** Removes the `'` that `guardText` adds, and nothing else. */
export const unguardText = (text: string): string =>
  text.startsWith("'") && isConverted(withoutQuotes(text)) ? text.slice(1) : text;
