import { visibleText } from '../stock/text.js';
import { configJsonSchema } from './json-schema.js';
import { hintOddSpaces } from './odd-spaces.js';
import { webJsonSchema } from './web-config/web-schema.js';

/**
 * Returns a key for a message. A secret may be in the place of a key, so only keys that look like one are
 * shown: short words of lower-case letters, and names of HTTP headers.
 */
export const nameKey = (key: string): string =>
  isKnown(key) || /^(?=.{1,16}$)[a-z]+(?:_[a-z]+)*$|^(?=.{1,40}$)[A-Z][a-z]*(?:-[A-Z][a-z]*)+$/.test(key)
    ? JSON.stringify(key)
    : `of ${key.length} characters${hintOddSpaces(key)}`;

/** Returns a path as people write it, such as `sites[0].interval`. */
export function renderPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `.${renderPart(String(part), path.slice(0, index))}`,
    )
    .join('')
    .replace(/^\./, '');
}

function renderPart(key: string, parents: readonly PropertyKey[]): string {
  if (isKnown(key) || /^\d{1,10}$/.test(key)) return key;
  if (!isFreeName(parents)) return `(a key of ${key.length} characters)`;
  const name = visibleText(key).replace(/[\n\t]/g, ' ');
  return name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN)}…` : name;
}

const MOST_SHOWN = 64;

/** Returns whether keys below a path are names of options or choices, which may be any text. */
const isFreeName = (parents: readonly PropertyKey[]): boolean =>
  ['options', 'choices', 'when'].includes(String(parents.at(-1))) || parents.at(-2) === 'options';

const isKnown = (key: string): boolean => knownKeys().has(key);

let known: ReadonlySet<string> | undefined;

function knownKeys(): ReadonlySet<string> {
  known ??= new Set([...keysOf(configJsonSchema()), ...keysOf(webJsonSchema())]);
  return known;
}

/** Returns the names of all properties that a JSON Schema describes. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}
