// Jest loads reporters as they are, so this file and what it imports are checked JavaScript.
import { findRepeated, readRows } from './fault-rows.js';

/**
 * @typedef {import('./fault-rows.js').Row} Row
 * @typedef {{ readonly title: string, readonly status: string }} TestResult
 * @typedef {{ readonly testFilePath: string, readonly testResults: readonly TestResult[] }} FileResult
 */

/** A Jest reporter that fails a run in which two tests are the same row of the fault table. */
export default class FaultReporter {
  /** @type {readonly Row[]} */
  #repeated = [];

  /**
   * @param {unknown} _contexts
   * @param {{ readonly testResults: readonly FileResult[] }} results
   */
  onRunComplete(_contexts, { testResults }) {
    const tests = testResults.flatMap(({ testFilePath, testResults: inFile }) =>
      inFile.map(({ title, status }) => ({ file: testFilePath, title, status })),
    );
    this.#repeated = findRepeated(readRows(tests));
    for (const { injected, file } of this.#repeated)
      process.stderr.write(`the fault table lists this row twice: ${injected} (${file})\n`);
  }

  getLastError() {
    return this.#repeated.length > 0 ? new Error('the fault table lists a row twice') : undefined;
  }
}
