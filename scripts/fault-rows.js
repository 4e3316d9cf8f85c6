import { relative } from 'node:path';

/** @typedef {{ area: string, injected: string, shown: string, file: string, status: string }} Row */

const ROW = /^fault \[(\w+)\] (.+) → (.+)$/s;

/**
 * Returns the rows of the fault table: the tests that `fault` declares.
 *
 * @param {readonly { file: string, title: string, status: string }[]} tests
 * @returns {Row[]}
 */
export function readRows(tests) {
  return tests.flatMap(({ file, title, status }) => {
    const [, area = '', injected = '', shown = ''] = ROW.exec(title) ?? [];
    if (area === '') return [];
    return [{ area, injected, shown, file: relative(process.cwd(), file), status }];
  });
}

/**
 * Returns the rows that inject the same as an earlier row.
 *
 * @param {readonly Row[]} rows
 */
export function findRepeated(rows) {
  const isSame = (/** @type {Row} */ one, /** @type {Row} */ other) =>
    one.area === other.area && one.injected === other.injected;
  return rows.filter((row, at) => rows.findIndex((other) => isSame(row, other)) !== at);
}
