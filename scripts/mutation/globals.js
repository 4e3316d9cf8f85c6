// Replaces @jest/globals, which only works inside Jest.
export { expect } from 'expect';
export { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'jest-circus';
