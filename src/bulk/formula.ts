/**
 * Spreadsheets take a cell that begins with one of these for a formula, and so run what someone named a product
 * (owasp.org/www-community/attacks/CSV_Injection). A `'` before it makes it text.
 */
const FORMULA = /^'*[=+\-@\t\r\n]/;
const ESCAPED = /^'+[=+\-@\t\r\n]/;

/** Makes a text safe to open in a spreadsheet. */
export const escapeFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Takes away exactly what `escapeFormula` puts before a text. */
export const unescapeFormula = (text: string): string => (ESCAPED.test(text) ? text.slice(1) : text);
