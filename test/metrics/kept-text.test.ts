import { expect, test } from '@jest/globals';
import { keepText } from '../../src/metrics/kept-text.js';

/** Keeps a text that is rendered as the given steps, one after the other; an error is thrown. */
function keepSteps(...steps: readonly (string | Error)[]) {
  const left = [...steps];
  return keepText(async () => {
    const step = left.shift() ?? 'too often';
    if (step instanceof Error) throw step;
    return step;
  });
}

test('a text is rendered once until it is outdated', async () => {
  const { read, outdate } = keepSteps('one', 'two');
  expect(await Promise.all([read(), read()])).toEqual(['one', 'one']);
  expect(await read()).toBe('one');
  outdate();
  expect(await read()).toBe('two');
});

test('a text that is outdated while it is rendered is rendered again for the next reader', async () => {
  const { read, outdate } = keepSteps('one', 'two');
  const first = read();
  outdate();
  expect([await first, await read()]).toEqual(['one', 'two']);
});

test('a failure reaches the readers who wait for it, and the next one tries again', async () => {
  const { read } = keepSteps(new Error('no memory'), 'one', 'two');
  const readings = await Promise.allSettled([read(), read()]);
  expect(readings.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([await read(), await read()]).toEqual(['one', 'one']);
});
