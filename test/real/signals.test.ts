import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { fault } from '../support/fault.js';
import { writeConfig } from '../support/run-cli.js';
import { type Signalled, startSignalled } from '../support/signalled.js';

/**
 * Two seconds, and what a busy machine may add. If the end were not forced, none of these would end at all.
 */
const IN_TIME_MS = 30_000;
const ANY_PORT = ['--web.listen-address', '127.0.0.1:0'];

const running: Signalled[] = [];
const cleanUp: (() => void)[] = [];
let folder: string;
let fifo: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signals-'));
  fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
});
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  for (const end of cleanUp.splice(0)) end();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(argv: readonly string[], options?: Parameters<typeof startSignalled>[1]): Signalled {
  const program = startSignalled(argv, options);
  running.push(program);
  return program;
}

/** A server that accepts connections and never answers. */
async function blackHole(): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

const site = (name: string, url: string) =>
  `{ name: ${name}, url: "${url}", identifier: some-identifier, secret: some-secret }`;

async function serve(sites: readonly string[], options?: Parameters<typeof startSignalled>[1]) {
  const config = await writeConfig(`sites: [${sites.join(', ')}]`);
  const program = start(['serve', '--config.file', config, ...ANY_PORT], options);
  const found = await program.until(/"url":"(http[^"]+)"/);
  return { ...program, config, url: found.slice('"url":"'.length, -1) };
}

/** Keeps a thread of Node's pool busy for good, as a name server that never answers does. */
const blockedThread = () =>
  `import { readFile } from 'node:fs'; readFile(${JSON.stringify(fifo)}, () => {});`;

fault('process', 'SIGTERM while a WHMCS does not answer', 'exit code 0 within 2 s', async () => {
  const { child, ended } = await serve([site('silent', await blackHole())]);
  child.kill('SIGTERM');
  const { ms, ...end } = await ended();
  expect(end).toEqual({ code: 0, signal: null });
  expect(ms).toBeLessThan(IN_TIME_MS);
});

fault('process', 'SIGTERM while a thread of Node hangs', 'it ends of SIGTERM within 2 s', async () => {
  const { child, ended } = await serve([site('silent', await blackHole())], { inject: blockedThread() });
  child.kill('SIGTERM');
  const { ms, ...end } = await ended();
  expect(end).toEqual({ code: null, signal: 'SIGTERM' });
  expect(ms).toBeLessThan(IN_TIME_MS);
});

fault('process', 'SIGTERM while the log is not read', 'exit code 0 within 2 s', async () => {
  const inject = "process.on('SIGUSR2', () => process.stderr.write('x'.repeat(1e6)));";
  const { child, ended } = await serve([site('silent', await blackHole())], { inject });
  child.stderr?.pause();
  child.kill('SIGUSR2');
  child.kill('SIGTERM');
  const { ms, ...end } = await ended();
  expect(end).toEqual({ code: 0, signal: null });
  expect(ms).toBeLessThan(IN_TIME_MS);
});

fault('process', 'SIGTERM while clients ask and take nothing', 'exit code 0 within 2 s', async () => {
  const { child, ended, url } = await serve([site('silent', await blackHole())]);
  for (let client = 0; client < 20; client += 1) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
    socket.pause().write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\nGET /met');
    cleanUp.push(() => socket.destroy());
    await once(socket, 'connect');
  }
  child.kill('SIGTERM');
  expect(await ended()).toMatchObject({ code: 0, signal: null });
});

fault('process', 'SIGTERM amid reloads', 'exit code 0 within 2 s', async () => {
  const { child, ended, config } = await serve([site('silent', await blackHole())]);
  await writeFile(config, `sites: [${site('other', await blackHole())}]`);
  for (let hangup = 0; hangup < 5; hangup += 1) child.kill('SIGHUP');
  child.kill('SIGTERM');
  expect(await ended()).toMatchObject({ code: 0, signal: null });
});

fault('process', 'SIGTERM while the program is loaded', 'it ends within 2 s', async () => {
  const config = await writeConfig(`sites: [${site('silent', await blackHole())}]`);
  for (const ms of [0, 10, 30, 100, 300]) {
    const { child, untilMain, ended } = start(['serve', '--config.file', config, ...ANY_PORT]);
    await untilMain();
    await sleep(ms);
    child.kill('SIGTERM');
    const { code, signal, ms: took } = await ended();
    expect([0, 'SIGTERM']).toContain(code ?? signal); // it is forced if loading alone takes that long
    expect(took).toBeLessThan(IN_TIME_MS);
  }
});

fault('process', 'a second signal while the end hangs', 'it ends at once', async () => {
  const { child, until, ended } = await serve([site('silent', await blackHole())], {
    inject: blockedThread(),
  });
  child.kill('SIGTERM');
  await until(/"ended"/);
  child.kill('SIGINT');
  expect(await ended()).toMatchObject({ code: null, signal: 'SIGINT' });
});

fault('process', 'SIGHUP before it listens', 'it starts and reads its configuration again', async () => {
  const config = await writeConfig(`sites: [${site('silent', await blackHole())}]`);
  const { child, untilMain, until } = start(['serve', '--config.file', config, ...ANY_PORT]);
  await untilMain();
  child.kill('SIGHUP');
  await until(/"configuration reloaded"/);
  await until(/"listening"/);
});

fault('process', 'SIGHUP to a command that is not serve, as of a closed terminal', 'it ends', async () => {
  const url = await blackHole();
  const config = await writeConfig(`sites: [${site('silent', url)}]`);
  for (const [argv, code] of [
    [['simulator', '--simulator.port', '0'], 0],
    [['check', '--config.file', config], 1],
    [['discover', '--config.file', config], 1],
    [['healthcheck', '--web.listen-address', new URL(url).host], 1],
  ] as const) {
    const { child, untilMain, ended } = start(argv);
    await untilMain();
    await sleep(200); // it may be waiting for an answer by then, or still loading
    child.kill('SIGHUP');
    const { ms, ...end } = await ended();
    expect([argv[0], end]).toEqual([argv[0], { code, signal: null }]);
    expect(ms).toBeLessThan(IN_TIME_MS);
  }
});

fault('process', 'SIGUSR1', "Node's debugger stays closed", async () => {
  const { child, until, log, url } = await serve([site('silent', await blackHole())], {
    env: { NODE_OPTIONS: '--inspect-port=0' },
  });
  child.kill('SIGUSR1');
  child.kill('SIGHUP'); // its log line follows once both signals are handled
  await until(/"configuration reloaded"/);
  expect(log()).not.toMatch(/debugger/i);
  expect((await fetch(`${url}-/healthy`)).status).toBe(200);
});

fault(
  'process',
  'a bug that breaks the collector itself',
  'exit code 70 and one line in the log',
  async () => {
    // The second to use it is the collector as it starts.
    const inject = `const { any } = AbortSignal; let calls = 0; AbortSignal.any = (signals) => {
    if (++calls === 2) throw new TypeError('broken'); return any.call(AbortSignal, signals); };`;
    const config = await writeConfig(`sites: [${site('silent', await blackHole())}]`);
    const { log, ended } = start(['serve', '--config.file', config, ...ANY_PORT], { inject });
    expect(await ended()).toMatchObject({ code: 70, signal: null });
    const lines = log().trim().split('\n').slice(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/"level":"error".*broken.*the collector failed; the exporter stops/);
  },
);

fault(
  'process',
  'SIGTERM to a command that waits for an answer',
  'it ends within 2 s and fails',
  async () => {
    const url = await blackHole();
    const config = await writeConfig(`sites: [${site('silent', url)}]`);
    const table = join(folder, 'table.csv');
    await writeFile(table, 'site,product,capacity\nsilent,1,5\n');
    for (const argv of [
      ['check', '--config.file', config],
      ['discover', '--config.file', config],
      ['import', '--config.file', config, table],
      ['healthcheck', '--web.listen-address', new URL(url).host],
    ]) {
      const { child, untilMain, ended } = start(argv);
      await untilMain();
      await sleep(200);
      child.kill('SIGTERM');
      const { ms, code, signal } = await ended();
      expect([argv[0], code === 1 || signal === 'SIGTERM']).toEqual([argv[0], true]);
      expect(ms).toBeLessThan(IN_TIME_MS);
    }
  },
);
