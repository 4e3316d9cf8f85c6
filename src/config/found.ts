import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { isQuoted } from './secrets/odd-secret.js';

/**
 * Describes what stands where something else was expected. It may be anything, a secret too, so of a text
 * only the length is given, unless it is a short number.
 *
 * @param template what the text was before its variables were expanded, if it has any.
 * @param isPrivate whether numbers are not repeated either.
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
  text === ''
    ? 'an empty text'
    : `a text of ${text.length} ${text.length === 1 ? 'character' : 'characters'}`;

/** A long number may be a password. */
const describeNumber = (text: string): string =>
  text.length < 10 ? `${text} (a number)` : `a number of ${text.length} characters`;

/** Returns whether a text is a short number, perhaps with a unit. */
const isQuantity = (text: string): boolean => /^[-+]?\d[\d.]{0,8} ?(?:ms|[smhd]|[kMG]?i?B)?$/.test(text);

/** The text around variables, and their defaults, are not repeated. */
function describeTemplate(template: string): string {
  const names = [...template.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)].map(
    ([, name = '']) => `\${${nameVariable(name)}}`,
  );
  return names.length === 0 ? 'a text with $' : `the value of ${[...new Set(names)].join(' and ')}`;
}

/**
 * Returns a variable as a message names it. What does not look like a variable's name may be a part of a
 * secret.
 */
export const nameVariable = (name: string): string =>
  /^(?:[A-Z][A-Z0-9_]{0,63}|[a-z]+(?:_[a-z]+)+)$/.test(name) ? name : `of ${name.length} characters`;
