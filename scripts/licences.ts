import { readdirSync, readFileSync } from 'node:fs';
import type { CompiledPackage } from './compiled-in.js';

const FILES = /^(licen[cs]e|copying|notice)/i;
const RULE = `\n${'-'.repeat(80)}\n\n`;

/**
 * Returns the licences of the packages as one text, to be distributed with the bundle.
 *
 * @throws {Error} if a package names no licence.
 */
export function licenceTexts(packages: readonly CompiledPackage[]): string {
  const head =
    'whmcs-stock-exporter has these packages compiled in. Each is under the licence that follows its name.\n';
  return [head, ...packages.map((one) => `${one.id}\n\n${licenceText(one)}\n`)].join(RULE);
}

/** Returns the package's licence files, or what its package.json states if it has none. */
function licenceText({ id, folder, license, author }: CompiledPackage): string {
  const files = readdirSync(folder).filter((name) => FILES.test(name));
  const texts = files.toSorted().map((name) => readFileSync(`${folder}/${name}`, 'utf8').trim());
  if (texts.length > 0) return texts.join('\n\n');
  if (license === undefined) throw new Error(`${id} has no licence`);
  return `${license} licence${author ? `, by ${author}` : ''}; the package holds no text of it.`;
}
