import stringWidth from 'string-width';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns a text cut to a width in columns of a terminal, where a Chinese character is two columns wide. */
export function cutTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (stringWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

/** Pads a text to a width: at its end, or at its start. */
export function pad(text: string, width: number, side: 'end' | 'start'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return side === 'end' ? text + space : space + text;
}

/** Returns the width of the widest text. */
export const widest = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map((text) => stringWidth(text)));

/** Breaks a text into lines between words. A word that is too wide gets its own line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
