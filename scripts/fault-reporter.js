import { findRepeated, readRows } from './fault-rows.js';

/** A reporter of jest that fails a run in which two tests are the same row of the fault table. */
export default class FaultReporter {
  /** @type {readonly import('./fault-rows.js').Row[]} */
  #repeated = [];

  /** @param {unknown} _contexts @param {any} results */
  onRunComplete(_contexts, { testResults }) {
    const tests = testResults.flatMap((/** @type {any} */ { testFilePath, testResults: inFile }) =>
      inFile.map((/** @type {any} */ { title, status }) => ({ file: testFilePath, title, status })),
    );
    this.#repeated = findRepeated(readRows(tests));
    for (const { injected, file } of this.#repeated)
      process.stderr.write(`the fault table has this row twice: ${injected} (${file})\n`);
  }

  getLastError() {
    return this.#repeated.length > 0 ? new Error('the fault table has a row twice') : undefined;
  }
}
