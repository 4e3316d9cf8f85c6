/**
 * Values of a declined yes/no option, in the languages of WHMCS. Every other value means yes: the label of
 * the choice, or a yes in any language.
 */
const NO_WORDS: ReadonlySet<string> = new Set(
  (
    ' 0 - false off none disabled no non não nao nein nee nej nei ei ne nie nem nu xeyr hayır hayir ' +
    'нет не ні لا خیر לא 否 不 いいえ 아니요'
  ).split(' '),
);

/** Returns whether a value means no. @param value plain text. */
export const isNo = (value: string): boolean => NO_WORDS.has(value.toLowerCase());
