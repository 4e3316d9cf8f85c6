import { expect, test } from '@jest/globals';
import { createNonces } from '../../src/web/nonces.js';

test('a nonce is new once, until it is too old to matter and room is needed', () => {
  let now = 0;
  const nonces = createNonces(2, () => now);
  expect(nonces.remember('a', 100)).toBe('new');
  expect(nonces.remember('a', 100)).toBe('known');
  expect(nonces.remember('b', 300)).toBe('new');
  expect(nonces.remember('c', 300)).toBe('full');
  expect(nonces.remember('a', 100)).toBe('known');
  now = 101;
  expect(nonces.remember('c', 300)).toBe('new');
  expect(nonces.remember('d', 300)).toBe('full');
  expect(nonces.remember('b', 300)).toBe('known');
});
