import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { listFiles } from './files.js';

/** Quaint or translated phrases, each with the plain words to use instead. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\banew\b/i, 'again'],
  [/\b(tells?|told|telling) of\b/i, 'reports, logs, shows'],
  [/\b(tells?|told) apart\b/i, 'distinguish'],
  [/\bthat (is|are) none\b/i, 'missing, unknown, invalid'],
  [/\b(go|goes|gone|going) by\b/i, 'uses, applies, follows'],
  [/\bmend(s|ed|ing)?\b/i, 'fix, recover'],
  [/\bpass(es|ed) over\b/i, 'ignores, skips'],
  [/\bfor want of\b/i, 'without'],
  [/\bin peace\b/i, 'alone'],
  [/\bby and by\b/i, 'later'],
  [/\b(is|are) not good\b/i, 'invalid'],
  [/\bnobody answers\b/i, 'does not resolve, does not answer'],
  [/\bhearers?\b/i, 'listener'],
  [/\bupon\b/i, 'on'],
  [/\b(go|goes|going) on\b/i, 'continues, keeps'],
  [/\bstands? in for\b/i, 'replaces'],
  [/\bquarter of an hour\b/i, '15 minutes'],
  [/\b(bears? out|borne out)\b/i, 'confirms'],
];

const FOLDERS = ['src', 'test', 'docs', 'deploy', 'scripts', 'grafana/src', '.github'];
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'config.yaml'];
/** This file, which quotes the phrases. */
const OWN_PATH = 'test/house/language.test.ts';
const TEXT = /\.(ts|js|php|yml|yaml|md|tmpl)$/;

const findPhrases = (text: string): readonly string[] =>
  PHRASES.flatMap(([phrase, instead]) =>
    text.split('\n').flatMap((line, index) => {
      const [found] = phrase.exec(line) ?? [];
      return found === undefined ? [] : [`line ${index + 1}: "${found}": ${instead}`];
    }),
  );

test('code, pages and what is deployed use plain English', () => {
  const files = [
    ...FOLDERS.flatMap(listFiles).filter((path) => TEXT.test(path) && path !== OWN_PATH),
    ...PAGES,
  ];
  const found = files.flatMap((path) =>
    findPhrases(readFileSync(path, 'utf8')).map((phrase) => `${path}, ${phrase}`),
  );
  expect(found).toEqual([]);
});

test('a quaint phrase is found, with its line and the plain words', () => {
  expect(findPhrases('Reads the file.\nReads the file anew.')).toEqual(['line 2: "anew": again']);
  expect(findPhrases('A name that is none, told of and passed over.')).toHaveLength(3);
});
