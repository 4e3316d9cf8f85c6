// Stryker loads plugins as they are, so this file is checked JavaScript.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { addEventHandler, getState, resetState, run, setState } from 'jest-circus';

/**
 * @typedef {import('@stryker-mutator/api/test-runner').DryRunResult} DryRunResult
 * @typedef {import('@stryker-mutator/api/test-runner').MutantRunOptions} MutantRunOptions
 * @typedef {import('jest-circus').State} State
 * @typedef {State['rootDescribeBlock']} Block
 * @typedef {Extract<Block['children'][number], { type: 'test' }>} Test
 * @typedef {{ readonly file: string, readonly state: State, readonly tests: readonly Test[] }} Suite
 *
 * @typedef {object} Context what the instrumented code reads and counts.
 * @property {string} [activeMutant]
 * @property {string} [currentTestId]
 * @property {number} [hitCount]
 * @property {number} [hitLimit]
 * @property {import('@stryker-mutator/api/core').MutantCoverage} [mutantCoverage]
 */

const FOLDER = 'test';
const TEST_TIMEOUT_MS = 120_000; // as in jest.config.js

// The same inputs for every mutant. A property is tried only for a second, because each mutant waits for it.
fc.configureGlobal({ seed: 1, interruptAfterTimeLimit: 1000 });

const stryker = /** @type {Context} */ ({});
Object.assign(globalThis, { __stryker__: stryker });

/**
 * Runs the bundled tests in this process. They are loaded once, so that a mutant costs milliseconds; Jest
 * would load every test file again for each mutant.
 */
class BundledTestsRunner {
  /** @type {readonly Suite[]} */
  #suites = [];
  /** The longest time in ms that the tests of a file took. @type {Map<string, number>} */
  #times = new Map();
  #loads = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    addEventHandler((event) => {
      if (event.name === 'test_start') stryker.currentTestId = idOf(event.test);
      if (event.name === 'test_done' || event.name === 'test_skip') delete stryker.currentTestId;
    });
    await this.#load();
  }

  /** @returns {Promise<DryRunResult>} */
  async dryRun() {
    const result = await this.#run(() => true, true);
    return { ...result, mutantCoverage: stryker.mutantCoverage ?? { static: {}, perTest: {} } };
  }

  /** @param {MutantRunOptions} options */
  async mutantRun({ activeMutant, testFilter, hitLimit, reloadEnvironment, disableBail, mutantActivation }) {
    delete stryker.hitCount;
    if (hitLimit !== undefined) Object.assign(stryker, { hitCount: 0, hitLimit });
    delete stryker.activeMutant;
    if (mutantActivation === 'static') stryker.activeMutant = activeMutant.id;
    if (reloadEnvironment) await this.#load();
    stryker.activeMutant = activeMutant.id;
    const wanted = new Set(testFilter);
    const result = await this.#run((id) => testFilter === undefined || wanted.has(id), disableBail);
    return toMutantRunResult(determineHitLimitReached(stryker.hitCount, hitLimit) ?? result, disableBail);
  }

  /** Imports every test file; a second call evaluates it again, with the code under test. */
  async #load() {
    const suites = [];
    this.#loads += 1;
    for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.test.mjs')) continue;
      resetState();
      await import(`${pathToFileURL(resolve(FOLDER, file)).href}?${this.#loads}`);
      const state = getState();
      state.testTimeout = TEST_TIMEOUT_MS;
      suites.push({
        file: `${FOLDER}/${file.replace(/mjs$/, 'ts')}`,
        state,
        tests: listTests(state.rootDescribeBlock),
      });
    }
    this.#suites = suites;
  }

  /**
   * Runs the wanted tests, the fastest files first, up to the first file in which one fails.
   *
   * @param {(id: string) => boolean} isWanted
   * @param {boolean} all whether to continue after a failure.
   */
  async #run(isWanted, all) {
    const results = [];
    const timeOf = (/** @type {Suite} */ { file }) => this.#times.get(file) ?? 0;
    for (const { file, state, tests } of this.#suites.toSorted((a, b) => timeOf(a) - timeOf(b))) {
      const wanted = tests.filter((test) => isWanted(idOf(test)));
      if (wanted.length === 0) continue;
      for (const test of tests) {
        test.mode = wanted.includes(test) ? undefined : 'skip';
        test.errors = [];
      }
      setState(state);
      const from = performance.now();
      await run();
      this.#times.set(file, Math.max(timeOf({ file, state, tests }), performance.now() - from));
      results.push(...wanted.map((test) => resultOf(file, test)));
      if (!all && wanted.some(({ errors }) => errors.length > 0)) break;
    }
    return { status: /** @type {const} */ (DryRunStatus.Complete), tests: results };
  }
}

/**
 * @param {Block} block
 * @returns {readonly Test[]}
 */
function listTests({ children }) {
  return children
    .flatMap((child) => (child.type === 'test' ? [child] : listTests(child)))
    .filter(({ mode }) => mode !== 'skip' && mode !== 'todo');
}

/** @param {Test} test */
function idOf(test) {
  const names = [test.name];
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}

/**
 * @param {string} fileName
 * @param {Test} test
 * @returns {import('@stryker-mutator/api/test-runner').TestResult}
 */
function resultOf(fileName, test) {
  const id = idOf(test);
  const shared = { id, name: id, fileName, timeSpentMs: test.duration ?? 0 };
  if (test.errors.length === 0) return { ...shared, status: TestStatus.Success };
  const [first] = test.errors.flat().filter((error) => error !== undefined);
  return { ...shared, status: TestStatus.Failed, failureMessage: String(first?.message ?? first) };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'bundled', BundledTestsRunner)];
