import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { runCli, writeConfig } from '../support/run-cli.js';

const CONFIG = 'sites: [{ name: main, url: "https://shop.test/", identifier: abc, secret: defghijkl }]';

/** Checks a configuration with a persistence file beside it. */
async function check(name: string, prepare: (path: string) => Promise<unknown> = async () => {}) {
  const config = await writeConfig(CONFIG);
  const path = join(dirname(config), name);
  await prepare(path);
  const run = runCli(['--config.check', '--config.file', config], { PERSISTENCE_FILE: path });
  return { code: await run.ended, err: run.err() };
}

test('--config.check accepts a persistence file that can be written', async () => {
  expect(await check('stock.state')).toEqual({ code: 0, err: '' });
});

fault(
  'configuration',
  '--config.check with a persistence file in a folder that is missing',
  'a warning with the folder, and what to do',
  async () => {
    const { code, err } = await check('missing/stock.state');
    expect(code).toBe(0);
    expect(err).toMatch(
      /^warning: --persistence\.file: the folder \S+missing does not exist; create it, owned by/,
    );
  },
);

fault(
  'configuration',
  '--config.check with a folder as persistence file',
  'a warning that it is no file',
  async () => {
    const { code, err } = await check('stock.state', (path) => mkdir(path));
    expect(code).toBe(0);
    expect(err).toMatch(/^warning: --persistence\.file: \S+stock\.state is not a regular file/);
  },
);
