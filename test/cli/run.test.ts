import { afterEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { fault } from '../support/fault.js';
import { runCli, writeConfig } from '../support/run-cli.js';
import { MARKERS } from '../support/site.js';
import { UNCHANGED_ENGINE } from '../support/unchanged-engine.js';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

const GOOD = 'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: y }]';

describe('the command line', () => {
  test.each([
    [['--help'], 'serve [options]'],
    [['serve', '--help'], '--config.file <path>'],
    [['check', '--help'], '--json'],
    [['demo', '--help'], '--simulator.port'],
    [['simulator', '--help'], '--simulator.profile'],
    [['discover', '--help'], '--output <file>'],
    [['import', '--help'], '--dry-run'],
    [['help', 'check'], '--json'],
    [['--version'], 'whmcs-stock-exporter, version '],
  ])('%j prints to standard output and exits with 0', async (argv, shown) => {
    const cli = runCli(argv);
    expect(await cli.ended).toBe(0);
    expect(cli.out()).toContain(shown);
    expect(cli.err()).toBe('');
  });

  test.each([
    [['--no-such-flag'], "error: unknown option '--no-such-flag'"],
    [['serve', '--web.max-requests', 'many'], 'Expected a whole number.'],
    [['simulator', '--simulator.port', '65536'], 'Expected a port from 0 to 65535.'],
    [['demo', '--simulator.port', '99999'], 'Expected a port from 0 to 65535.'],
    [['check', '--config.file', ''], 'Expected a path.'],
    [['serve', '--config.file='], 'Expected a path.'],
    [['help', 'chekc'], "unknown command 'chekc'\n(Did you mean check?)"],
    [['serve', '--log.level', 'loud'], 'Allowed choices are debug, info, warn, error.'],
    [['serve', '--config.file', '/nowhere.yaml'], "/nowhere.yaml:1:1: can't be read (ENOENT)"],
    [['check', '--config.file', '/nowhere.yaml'], "/nowhere.yaml:1:1: can't be read (ENOENT)"],
  ])('%j prints to standard error and exits with 1', async (argv, shown) => {
    const cli = runCli(argv);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(shown);
    expect(cli.out()).toBe('');
  });

  test('an invalid listen address exits with 1 and an explanation', async () => {
    const file = await writeConfig(GOOD);
    const cli = runCli(['--config.file', file, '--web.listen-address', 'x']);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(
      '--web.listen-address or WEB_LISTEN_ADDRESS: expected an address such as :10052',
    );
  });
});

describe('an unknown command', () => {
  fault('configuration', 'a misspelled command', 'the nearest command, and exit code 1', async () => {
    const cli = runCli(['chekc']);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toMatch(/^error: unknown command 'chekc'\n\(Did you mean check\?\)\n/);
    expect(cli.out()).toBe('');
  });

  test.each([
    [['chekc', '--help'], "unknown command 'chekc'\n(Did you mean check?)"],
    [['chekc', '--json'], "unknown command 'chekc'\n(Did you mean check?)"],
    [['Check'], "unknown command 'Check'\n(Did you mean check?)"],
    [['simulater', '--simulator.port', '0'], "unknown command 'simulater'\n(Did you mean simulator?)"],
    [['--config.file', 'c.yaml', 'dicsover'], "unknown command 'dicsover'\n(Did you mean discover?)"],
    [['--log.level=debug', 'server'], "unknown command 'server'\n(Did you mean serve?)"],
    [['start'], "unknown command 'start'\n"],
    [['serve', 'now'], "too many arguments for 'serve'"],
    [['check', '--jason'], "unknown option '--jason'\n(Did you mean --json?)"],
  ])('%j is refused with the nearest name', async (argv, shown) => {
    const cli = runCli(argv);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(shown);
    expect(cli.err()).toContain('see whmcs-stock-exporter --help');
  });

  test('flags may stand before the command', async () => {
    const cli = runCli(['--config.file', '/nowhere.yaml', 'check', '--json']);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain('/nowhere.yaml:1:1');
  });
});

describe('--config.check', () => {
  test('exits with 0 if the configuration is valid', async () => {
    const cli = runCli(['--config.check', '--config.file', await writeConfig(GOOD)]);
    expect(await cli.ended).toBe(0);
    expect(cli.out()).toMatch(/config\.yaml is valid: 1 site \(main\)\n$/);
  });

  test('reports five mistakes at five places and exits with 1', async () => {
    const file = await writeConfig(`collector: { concurrency: none }
sites:
  - name: main
    url: ftp://shop.test
    identifier: x
    secret: \${MISSING}
    intervall: 5m
    timeout: 10
`);
    const cli = runCli(['--config.check', '--config.file', file]);
    expect(await cli.ended).toBe(1);
    const lines = cli.err().replaceAll(file, 'config.yaml').trim().split('\n');
    expect(lines).toEqual([
      'whmcs-stock-exporter: configuration is invalid:',
      'config.yaml:1:27: collector.concurrency: expected a whole number from 1 to 1024, found a text of 4 characters',
      'config.yaml:4:10: sites[0].url: expected an https:// address, found ftp://',
      'config.yaml:6:13: the variable MISSING is not set or is empty, in the environment or in .env',
      'config.yaml:7:5: sites[0]: unknown key "intervall"',
      'config.yaml:8:14: sites[0].timeout: expected a duration such as 10s, found 10 (a number)',
    ]);
  });
});

describe('secrets', () => {
  test('are never printed, logged or served, whatever fails', async () => {
    const simulator = await startSimulator({ shop: createShop(2) });
    cleanUp.push(simulator.close);
    const file = await writeConfig(
      `sites:
  - { name: refused, url: "${simulator.url}", identifier: "\${ID}", secret: "\${SECRET}", access_key: "\${KEY}", proxy: "" }
  - { name: dead, url: "http://127.0.0.1:9/", identifier: "\${ID}", secret: "\${SECRET}", timeout: 300ms }
`.replace(', proxy: ""', ''),
    );
    const env = { ID: MARKERS.identifier, SECRET: MARKERS.secret, KEY: MARKERS.accessKey };
    const flags = ['--config.file', file, '--web.listen-address', '127.0.0.1:0', '--log.level', 'debug'];
    const cli = runCli(flags, env);
    const [, url] = await cli.until(/"url":"(http:[^"]+)"/);
    await cli.until(/"site":"dead"[^\n]*"collection failed"/);
    await cli.until(/"site":"refused"[^\n]*"collection failed"/);
    const served = await Promise.all(
      ['', 'metrics', '-/ready', 'nothing'].map(async (path) => (await fetch(url + path)).text()),
    );
    expect(await cli.stop()).toBe(0);
    const check = runCli(['check', '--config.file', file], env);
    expect(await check.ended).toBe(1);
    const checkJson = runCli(['check', '--json', '--config.file', file], env);
    await checkJson.ended;
    const shown = [...served, cli.out(), cli.err(), check.out(), check.err(), checkJson.out()].join('\n');
    expect(shown).toContain('whmcs_up{site="refused"} 0');
    for (const secret of Object.values(MARKERS)) expect(shown).not.toContain(secret);
  });
});

test('exits with 0 although a call hangs', async () => {
  const simulator = await startSimulator({ shop: createShop(1) });
  cleanUp.push(simulator.close);
  simulator.faults.fault = { kind: 'hang' };
  const file = await writeConfig(
    `sites: [{ name: main, url: "${simulator.url}", identifier: x, secret: y, timeout: 10m }]`,
  );
  const cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  await cli.until(/"listening"/);
  while (simulator.mostAtOnce() === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(await cli.stop()).toBe(0); // a call that was waited for would hold it for ten minutes
});

describe('a bug', () => {
  fault('process', 'a bug in a command', 'exit code 70, the stack, and a request to report it', async () => {
    const err: string[] = [];
    const code = await run(['--version'], {
      ...{
        env: {},
        unread: () => 0,
        readSecret: async () => '',
        interactive: false,
        signal: new AbortController().signal,
        onHangup() {},
        engine: UNCHANGED_ENGINE,
      },
      out() {
        throw new TypeError('x is not a function');
      },
      err: (text) => void err.push(text),
    });
    expect(code).toBe(70);
    expect(err.join('')).toMatch(/unexpected error\. This is a bug: please report it with these lines\.\n/);
    expect(err.join('')).toContain('\nTypeError: x is not a function\n');
    expect(err.join('')).toMatch(/\n +at .*run/);
  });
});
