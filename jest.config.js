import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  maxWorkers: Math.max(5, availableParallelism() - 1), // on two cores too: many tests wait for servers
  globalSetup: '<rootDir>/scripts/temporary-folder.js',
  testSequencer: '<rootDir>/scripts/test-order.cjs',
  testTimeout: 120_000, // a busy machine is no failure
  workerGracefulExitTimeout: 10_000, // nor a leak
  reporters: ['default', '<rootDir>/scripts/fault-reporter.js'],
  collectCoverageFrom: ['src/**/*.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'text', 'html'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2022',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
