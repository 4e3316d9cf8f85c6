import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export const PATIENCE_MS = 20_000;

/** Starts a program that serves HTTP, and resolves once the path answers. `close` ends it, and it alone. */
export async function startDaemon(
  program: string,
  argumentsFor: (address: string) => readonly string[],
  readyPath: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, argumentsFor(address), {
    stdio: 'ignore',
    env: { ...process.env, TZ: 'UTC' },
  });
  const exited = once(child, 'exit');
  exited.catch(() => {}); // Told by `answers`.
  const url = `http://${address}`;
  await answers(`${url}${readyPath}`, child);
  return {
    url,
    async close() {
      child.kill();
      await exited;
    },
  };
}

/** Asks again until the answer satisfies, and returns it. */
export async function askUntil<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  patience: number = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (Date.now() > end) throw new Error(`after ${patience} ms still ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  let failed: unknown;
  child.once('error', (error) => {
    failed = error;
  });
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (failed !== undefined || child.exitCode !== null || Date.now() > end) {
      child.kill();
      throw new Error(`${url} does not answer: ${failed ?? `exit code ${child.exitCode}`}`);
    }
    await sleep(100);
  }
}

/** Finds a port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
