/** White space that is not plain, such as U+00A0, and characters that nobody sees. */
const ODD_SPACES = /[^\S \t\r\n]|\p{Default_Ignorable_Code_Point}/u;

/**
 * Returns a hint, for the end of a message about a text, if the text has odd spaces: they come with what is
 * copied from web pages, look like spaces, and YAML takes them as text.
 */
export const hintOddSpaces = (text: string): string =>
  ODD_SPACES.test(text) ? '; it has a no-break space or an invisible character: type plain spaces' : '';
