import { encode } from 'html-entities';

/** A piece of HTML, in which everything from outside is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

/** A value of a template. `undefined` and `false` render as nothing. */
type Value = Html | string | number | undefined | false | readonly Html[];

/** Creates HTML from a template. Every value that is not HTML is escaped. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = texts[0] ?? '';
  for (const [index, value] of values.entries()) text += render(value) + (texts[index + 1] ?? '');
  return new Html(text);
}

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return SPECIAL.test(value) ? encode(value) : value;
  if (value instanceof Html) return value.text;
  return value.map(({ text }) => text).join('');
}

const SPECIAL = /[<>&"']/;

/** Returns HTML that is part of the code. It is not escaped. */
export const trusted = (text: string): Html => new Html(text);
