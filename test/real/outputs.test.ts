import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS } from '../../src/simulator/simulator-settings.js';
import { askUntil } from '../support/daemon.js';
import { fault } from '../support/fault.js';
import { freePort } from '../support/free-port.js';

const NODE = [process.execPath, 'dist/main.js'] as const;
/** Every command that prints what it is asked for. `CONFIG` and `TABLE` stand for files. */
const PRINTING: readonly string[] = [
  ...['--version', '--help', 'check --help', 'help serve'],
  ...['--config.check CONFIG', 'check CONFIG', 'check --json CONFIG'],
  ...['discover CONFIG', 'import --dry-run CONFIG TABLE', 'report CONFIG'],
  ...['simulator', 'demo --web.listen-address 127.0.0.1:0'],
];
/** Runs until a signal. */
const isService = (command: string): boolean => /^(simulator|demo)/.test(command);

let folder: string;
let simulator: Simulator;
let files: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outputs-'));
  simulator = await startSimulator({ shop: createShop(3), companion: true });
  const { identifier, secret } = DEMO_CREDENTIALS;
  const config = join(folder, 'config.yaml');
  const site = `{ name: eu, url: "${simulator.url}", identifier: ${identifier}, secret: ${secret} }`;
  await writeFile(config, `sites:\n  - ${site.replace(' }', ', limits: stock.csv }')}\n`);
  await writeFile(join(folder, 'stock.csv'), 'site,product,capacity\n');
  const table = join(folder, 'table.csv');
  await writeFile(table, 'site,product,capacity,warning\neu,1,,3\n');
  files = { CONFIG: ['--config.file', config], TABLE: [table] };
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

type Output = 'pipe' | number;

/** Starts the built program with outputs of its own. */
function start(command: string, stdout: Output, stderr: Output) {
  const argv = command.split(' ').flatMap((word) => files[word] ?? [word]);
  const env = { PATH: process.env.PATH ?? '' };
  const [node, ...main] = NODE;
  return spawn(node, [...main, ...argv], { env, stdio: ['ignore', stdout, stderr] });
}

/** Opens a device that is always full. */
async function withFull<T>(use: (full: number) => Promise<T>): Promise<T> {
  const full = openSync('/dev/full', 'w');
  try {
    return await use(full);
  } finally {
    closeSync(full);
  }
}

/** Runs every command that prints, one after another, and returns what became of each. */
async function runEach<T>(one: (command: string) => Promise<T>): Promise<Readonly<Record<string, T>>> {
  const results = [];
  for (const command of PRINTING) results.push([command, await one(command)] as const);
  return Object.fromEntries(results);
}

const everyCommand = <T>(result: T) => Object.fromEntries(PRINTING.map((command) => [command, result]));

const written = (stream: Readable | null): Promise<string> => (stream ? text(stream) : Promise.resolve(''));

fault('process', 'a full disk behind what a command prints', 'exit code 1, and why as an error', () =>
  withFull(async (full) => {
    const results = await runEach(async (command) => {
      const child = start(command, full, 'pipe');
      const [err, [code]] = await Promise.all([written(child.stderr), once(child, 'close')]);
      return { code, why: /^whmcs-stock-exporter: can't write.*$/m.exec(err)?.[0] };
    });
    const why = "whmcs-stock-exporter: can't write the output (ENOSPC)";
    expect(results).toEqual(everyCommand({ code: 1, why }));
  }),
);

fault('process', 'a reader of the output that has enough, such as head', 'a quiet end', async () => {
  const results = await runEach(async (command) => {
    const child = start(command, 'pipe', 'pipe');
    child.stdout?.destroy();
    const [err, [code, signal]] = await Promise.all([written(child.stderr), once(child, 'close')]);
    const isCutShort = /^check (CONFIG|--json)/.test(command) && code === 1; // not every site was tested
    return { code: isCutShort ? 0 : code, signal, told: /EPIPE|error|bug/i.test(err) };
  });
  expect(results).toEqual(everyCommand({ code: 0, signal: null, told: false }));
});

fault('process', 'a full disk behind the standard error', 'commands do their work, and exit with 0', () =>
  withFull(async (full) => {
    const results = await runEach(async (command) => {
      const child = start(command, 'pipe', full);
      if (isService(command)) child.stdout?.once('data', () => child.kill());
      const [out, [code]] = await Promise.all([written(child.stdout), once(child, 'close')]);
      return { code, prints: out !== '' };
    });
    expect(results).toEqual(everyCommand({ code: 0, prints: true }));
  }),
);

/** Serves with a standard error of its own, until it was seen to collect. */
async function serveWith(stderr: Output): Promise<void> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = start(`serve CONFIG --log.level debug --web.listen-address ${address}`, 'pipe', stderr);
  child.stderr?.destroy();
  const isUp = () =>
    fetch(`http://${address}/metrics`)
      .then((answer) => answer.text())
      .then((page) => page.includes('whmcs_up{site="eu"} 1'))
      .catch(() => false);
  await askUntil(isUp, Boolean);
  child.kill();
  expect(await once(child, 'close')).toEqual([0, null]);
}

fault('process', 'a full disk behind the log of serve', 'serving continues', () => withFull(serveWith));
fault('process', 'a log of serve that nobody reads any more', 'serving continues', () => serveWith('pipe'));

test('a failing command exits with 1 though its error cannot be written', () =>
  withFull(async (full) => {
    const [code] = await once(start('serve --config.file /nowhere.yaml', 'pipe', full), 'close');
    expect(code).toBe(1);
  }));
