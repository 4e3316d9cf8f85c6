import { type Document, isMap, isScalar, isSeq, parseDocument, Scalar, type YAMLMap } from 'yaml';
import { resolveAlias } from './nodes.js';
import { PARSING } from './parsing.js';

/** Keys of a site whose values nobody else may read. */
const SECRET_KEYS: readonly (readonly string[])[] = [
  ['identifier'],
  ['secret'],
  ['access_key'],
  ['proxy'],
  ['webhook', 'secret'],
];

/** A text that holds nothing but a variable tells nothing. */
const VARIABLE = /^\$\{[A-Za-z_][A-Za-z0-9_]*(:-)?\}$/;

const COMMENTED =
  /((?:identifier|secret|access_key|password)["']?\s*[:=]\s*)(?!\s*["']?\$\{[A-Za-z_]\w*(?::-)?\})(\S[^,}\n]*)/gi;
/** User and password in the address of a proxy. */
const CREDENTIALS = /(:\/\/)[^\s/@]+@/g;
const MASK = '<secret>';
/** What is shorter stands in a text by chance. */
const LEAST_LENGTH = 6;

type Found = {
  readonly site: string;
  readonly path: readonly string[];
  readonly holder: YAMLMap;
  readonly scalar: Scalar;
};

/**
 * Puts variables in place of the secrets that stand in a configuration.
 *
 * @returns names of the variables, and what must not be found in the text that is written.
 */
export function replaceSecrets(document: Document): {
  readonly variables: readonly string[];
  readonly values: readonly string[];
} {
  const variables: string[] = [];
  const values: string[] = [];
  for (const { site, path, holder, scalar } of findSecrets(document)) {
    let name = `WHMCS_${site}_${path.join('_')}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    while (variables.includes(name)) name += '_2'; // of sites that differ only in signs
    const variable = new Scalar(`\${${name}}`);
    if (holder.flow !== true) variable.comment = ' set it in .env';
    holder.set(path.at(-1), variable);
    variables.push(name);
    values.push(String(scalar.value));
  }
  return { variables, values };
}

/** Hides secrets in a text of a configuration that someone is shown. Lines stay where they are. */
export function maskSecrets(text: string): string {
  const document = parseDocument(text, PARSING);
  const found = findSecrets(document);
  let masked = text;
  const ends = new Map(
    found.flatMap(({ scalar }) => (scalar.range ? [[scalar.range[0], scalar.range[1]]] : [])),
  );
  for (const [start, end] of [...ends].toSorted((a, b) => b[0] - a[0])) {
    const breaks = masked.slice(start, end).replace(/[^\n]/g, '');
    masked = masked.slice(0, start) + MASK + breaks + masked.slice(end);
  }
  const values = found.map(({ scalar }) => String(scalar.value));
  return hide(maskComments(masked, values), values);
}

/** Hides secrets in comments: values that stand elsewhere, and what is written after a key of a secret. */
export function maskComments(text: string, values: readonly string[]): string {
  const lines = text.split('\n').map((line) => {
    const at = line.search(/(^|\s)#/);
    if (at < 0) return line;
    return (
      line.slice(0, at) +
      hide(line.slice(at).replace(COMMENTED, `$1${MASK}`).replace(CREDENTIALS, `$1${MASK}@`), values)
    );
  });
  return lines.join('\n');
}

const hide = (text: string, values: readonly string[]): string =>
  values
    .filter((value) => value.length >= LEAST_LENGTH)
    .reduce((masked, value) => masked.replaceAll(value, MASK), text);

function findSecrets(document: Document): readonly Found[] {
  const sites = isMap(document.contents) ? document.contents.get('sites') : undefined;
  const found: Found[] = [];
  for (const [index, item] of (isSeq(sites) ? sites.items : []).entries()) {
    const site = resolveAlias(document, item);
    if (!isMap(site)) continue;
    const name = site.get('name');
    for (const path of SECRET_KEYS) {
      const holder = path.length === 1 ? site : resolveAlias(document, site.get(path[0], true));
      if (!isMap(holder)) continue;
      const scalar = resolveAlias(document, holder.get(path.at(-1), true));
      if (!isScalar(scalar) || scalar.value === null || !isSecret(path, String(scalar.value))) continue;
      found.push({ site: typeof name === 'string' ? name : String(index + 1), path, holder, scalar });
    }
  }
  return found;
}

function isSecret(path: readonly string[], text: string): boolean {
  if (text === '' || VARIABLE.test(text)) return false;
  return path[0] !== 'proxy' || text.includes('@') || !URL.canParse(text);
}
