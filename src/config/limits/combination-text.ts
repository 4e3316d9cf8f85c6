/** A choice by its option, both by name or id. */
export type Pair = readonly [option: string, choice: string];

/** Writes choices as `Location=Tokyo, RAM=64 GB`; a name that holds `,`, `=` or `"` is quoted. */
export const writeCombination = (pairs: Iterable<Pair>): string =>
  [...pairs].map((pair) => pair.map(writeName).join('=')).join(', ');

const writeName = (name: string): string =>
  /[",=\n\r]|^\s|\s$|^$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;

const PAIR = /(?:\s*"((?:[^"]|"")*)"\s*|([^",=]*))=(?:\s*"((?:[^"]|"")*)"\s*|([^",=]*))(,|$)/y;

/** Parses what `writeCombination` writes; returns undefined if the text has another form. */
export function readCombination(text: string): readonly Pair[] | undefined {
  const pairs: Pair[] = [];
  PAIR.lastIndex = 0;
  for (;;) {
    const match = PAIR.exec(text);
    if (!match) return undefined;
    const [, quotedOption, option = '', quotedChoice, choice = '', end] = match;
    const pair = [unquote(quotedOption) ?? option.trim(), unquote(quotedChoice) ?? choice.trim()] as const;
    if (pair.some((name) => name.trim() === '')) return undefined;
    pairs.push(pair);
    if (end === '') return pairs;
  }
}

const unquote = (quoted: string | undefined): string | undefined => quoted?.replaceAll('""', '"');
