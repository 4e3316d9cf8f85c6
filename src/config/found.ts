import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { countNoun } from '../count-noun.js';
import { isQuoted } from './secrets/odd-secret.js';

/**
 * Describes an unexpected value. It may be a secret, so only the length of a text is shown, unless it is a
 * short number.
 *
 * @param template the text before its variables were expanded, if it has any.
 * @param isPrivate whether to hide numbers too.
 */
export function describeFound(node: unknown, template: string | undefined, isPrivate: boolean): string {
  const quotes =
    !isPrivate && isScalar(node) && typeof node.value === 'string' && isQuoted(node.value)
      ? ' in quotes'
      : '';
  if (template !== undefined) return `${describeTemplate(template)}${quotes}`;
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  const value = isScalar(node) ? node.value : undefined;
  if (!isNode(node) || value === null) return 'nothing';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return isPrivate ? 'a number' : describeNumber(String(value));
  if (typeof value !== 'string') return 'a value of another kind';
  return !isPrivate && isQuantity(value) ? JSON.stringify(value) : `${describeText(value)}${quotes}`;
}

const describeText = (text: string): string =>
  text === '' ? 'an empty text' : `a text of ${countNoun(text.length, 'character')}`;

/** A long number may be a password. */
const describeNumber = (text: string): string =>
  text.length < 10 ? `${text} (a number)` : `a number of ${text.length} characters`;

/** Returns whether a text is a short number, perhaps with a unit. */
const isQuantity = (text: string): boolean => /^[-+]?\d[\d.]{0,8} ?(?:ms|[smhd]|[kMG]?i?B)?$/.test(text);

/** Names only the variables, not the text around them or their defaults. */
function describeTemplate(template: string): string {
  const names = [...template.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)].map(
    ([, name = '']) => `\${${nameVariable(name)}}`,
  );
  return names.length === 0 ? 'a text with $' : `the value of ${[...new Set(names)].join(' and ')}`;
}

/**
 * Returns the name of a variable for a message. Anything that does not look like a name may be part of a
 * secret and is hidden.
 */
export const nameVariable = (name: string): string =>
  /^(?:[A-Z][A-Z0-9_]{0,63}|[a-z]+(?:_[a-z]+)+)$/.test(name) ? name : `of ${name.length} characters`;
