/**
 * What a service holds of a yes/no option that was declined, in the languages that WHMCS comes in. Whatever else it
 * holds is a yes: the label of the option's choice, or a yes in any language.
 */
const NO_WORDS: ReadonlySet<string> = new Set([
  ...['', '0', '-', 'false', 'off', 'none', 'disabled'],
  ...[
    'no',
    'non',
    'não',
    'nao',
    'nein',
    'nee',
    'nej',
    'nei',
    'ei',
    'ne',
    'nie',
    'nem',
    'nu',
    'xeyr',
    'hayır',
    'hayir',
  ],
  ...['нет', 'не', 'ні', 'لا', 'خیر', 'לא', '否', '不', 'いいえ', '아니요'],
]);

/** @param value plain. */
export const isNo = (value: string): boolean => NO_WORDS.has(value.toLowerCase());
