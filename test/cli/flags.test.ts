import { describe, expect, test } from '@jest/globals';
import { runCli, writeConfig } from '../support/run-cli.js';

const GOOD = 'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: y }]';

describe('WEB_LISTEN_ADDRESS', () => {
  const listening = async (flags: readonly string[], env: Record<string, string>) => {
    const cli = runCli(['--config.file', await writeConfig(GOOD), ...flags], env);
    const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);
    await cli.stop();
    return new URL(url).hostname;
  };

  test('sets where serve listens, unless the flag is given', async () => {
    const env = { WEB_LISTEN_ADDRESS: '127.0.0.1:0' };
    expect(await listening([], env)).toBe('127.0.0.1');
    expect(await listening(['--web.listen-address', '[::1]:0'], env)).toBe('[::1]');
    expect(await listening(['--web.listen-address', '[::1]:0'], { WEB_LISTEN_ADDRESS: '' })).toBe('[::1]');
  });

  test('is named if it is malformed', async () => {
    const cli = runCli(['--config.file', await writeConfig(GOOD)], { WEB_LISTEN_ADDRESS: '10052' });
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(
      '--web.listen-address or WEB_LISTEN_ADDRESS: expected an address such as :10052',
    );
    expect(cli.err()).toContain('found "10052"');
  });
});

describe('the log format', () => {
  const firstLine = async (flags: readonly string[], interactive: boolean, env = {}) => {
    const file = await writeConfig(GOOD);
    const address = ['--web.listen-address', '127.0.0.1:0'];
    const cli = runCli(['--config.file', file, ...address, ...flags], env, interactive);
    await cli.until(/listening/);
    await cli.stop();
    return cli.err().split('\n')[0] ?? '';
  };
  const ESCAPE = '\u001b[';

  test('is pretty and colored on a terminal, and JSON elsewhere', async () => {
    expect(await firstLine([], false)).toMatch(/^\{"level":"info"/);
    const pretty = await firstLine([], true);
    expect(pretty).toMatch(/^\[\d\d:\d\d:\d\d\]/);
    expect(pretty).toContain(ESCAPE);
  });

  test('has no colors if NO_COLOR is set', async () => {
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }])
      expect(await firstLine([], true, env)).not.toContain(ESCAPE);
  });

  test('follows the flag', async () => {
    expect(await firstLine(['--log.format', 'json'], true)).toMatch(/^\{"level":"info"/);
    expect(await firstLine(['--log.format', 'pretty'], false)).toMatch(/^\[\d\d:\d\d:\d\d\]/);
    expect(await firstLine(['--log.format', 'auto'], false)).toMatch(/^\{"level":"info"/);
  });
});
