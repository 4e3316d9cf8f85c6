import { expect, test } from '@jest/globals';
import { createReload } from '../../src/cli/reload.js';
import type { Config } from '../../src/config/config.js';
import { fault } from '../support/fault.js';

/** A reload whose loads end when a test says so. */
function heldReload() {
  const errors: object[] = [];
  const loads: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  const reload = createReload({
    load: () =>
      new Promise<Config>((resolve, reject) => {
        const config = { collector: { concurrency: 1 }, sites: [], shown: { sites: [] } };
        loads.push({ end: () => resolve(config), fail: reject });
      }),
    collector: { reconfigure: async () => {} },
    telemetry: { configLoaded() {}, configRefused() {} },
    applied() {},
    now: () => 0,
    log: { info() {}, error: (fields) => void errors.push(fields) },
  });
  return { reload, loads, errors };
}

fault('client', '30 reloads at once', 'the one under way and one more', async () => {
  const { reload, loads } = heldReload();
  const calls = Array.from({ length: 30 }, () => reload());
  expect(loads).toHaveLength(1);
  loads[0]?.end();
  await calls[0];
  while (loads.length === 1) await Promise.resolve();
  calls.push(reload());
  loads[1]?.end();
  await Promise.all(calls.slice(0, 30));
  expect(loads).toHaveLength(3);
  loads[2]?.end();
  await Promise.all(calls);
});

fault('client', 'reloads at once while the configuration is invalid', 'each caller learns it', async () => {
  const { reload, loads } = heldReload();
  const calls = Array.from({ length: 3 }, () => reload().catch(({ message }) => message));
  loads[0]?.fail(new Error('first'));
  expect(await calls[0]).toBe('first');
  loads[1]?.fail(new Error('second'));
  expect(await Promise.all(calls)).toEqual(['first', 'second', 'second']);
});

test('reloads one after another each load the configuration', async () => {
  const { reload, loads } = heldReload();
  for (const number of [1, 2, 3]) {
    const call = reload();
    expect(loads).toHaveLength(number);
    loads.at(-1)?.end();
    await call;
  }
});

fault(
  'process',
  'a bug in reloading',
  'the last configuration stays in use, and the log has the stack',
  async () => {
    const { reload, loads, errors } = heldReload();
    const call = reload().catch(({ message }) => message);
    const bug = new TypeError('undefined is not iterable');
    loads[0]?.fail(bug);
    expect(await call).toBe('undefined is not iterable');
    expect(errors).toEqual([{ err: bug }]);
  },
);
