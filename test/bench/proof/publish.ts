import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePage } from './page.js';
import { drawGrowth } from './plots.js';
import { merge, NOTHING, type Results } from './results.js';

const PAGE = 'docs/performance.md';
const IMAGES = 'docs/images';
const FIGURES = 'docs/performance.json';

/** Writes the results to a folder: as JSON, as a page and as plots. */
export function save(results: Results, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.json'), writeJson(results));
  writeFileSync(join(folder, 'results.md'), `${writePage(results)}\n`);
  writePlots(results, folder);
}

/** Updates the page for users. Parts that the run did not measure keep their figures. */
export function publish(run: Results): void {
  const results = merge({ ...NOTHING, ...JSON.parse(readFileSync(FIGURES, 'utf8')) }, run);
  const plots = writePlots(results, IMAGES).map(([name, title]) => `![${title}](images/${name})`);
  replacePart('bench', [writePage(results), ...plots].join('\n\n'));
  writeFileSync(FIGURES, writeJson(results));
}

/** Replaces the part of the page between two comments that carry its name. */
export function replacePart(name: string, content: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${PAGE} has no ${begin} and ${end}`);
  writeFileSync(PAGE, `${page.slice(0, before)}${begin}\n\n${content}\n\n${page.slice(after)}`);
}

function writePlots(results: Results, folder: string): readonly (readonly [name: string, title: string])[] {
  if (results.serving.length === 0) return [];
  return [...drawGrowth(results)].map(([name, svg]) => {
    writeFileSync(join(folder, name), svg);
    return [name, /<title>(.*)<\/title>/.exec(svg)?.[1] ?? ''];
  });
}

/** Rounds figures to four digits, because further digits are noise. */
const writeJson = (results: Results): string => `${JSON.stringify(results, round, 2)}\n`;

const round = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
