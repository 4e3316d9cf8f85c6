import { readdirSync, readFileSync } from 'node:fs';

const FILES = /^(licen[cs]e|copying|notice)/i;
const RULE = `\n${'-'.repeat(80)}\n\n`;

/**
 * The licences of packages, as they ask to be handed on with a copy.
 *
 * @throws {Error} where a package tells nothing of its licence.
 */
export function licenceTexts(packages) {
  const head =
    'whmcs-stock-exporter has these packages compiled in. Each is under the licence that follows its name.\n';
  return [head, ...packages.map((one) => `${one.id}\n\n${textOf(one)}\n`)].join(RULE);
}

/** The package's own files; where it has none, what its package.json says. */
function textOf({ id, folder, license, author }) {
  const files = readdirSync(folder).filter((name) => FILES.test(name));
  const texts = files.toSorted().map((name) => readFileSync(`${folder}/${name}`, 'utf8').trim());
  if (texts.length > 0) return texts.join('\n\n');
  if (typeof license !== 'string') throw new Error(`${id} has no licence`);
  const holder = typeof author === 'object' ? author.name : author;
  return `${license} licence${holder ? `, by ${holder}` : ''}; the package holds no text of it.`;
}
