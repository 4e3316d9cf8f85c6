import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/**
 * Starts a real Prometheus on loopback that scrapes nothing and has the blocks of a folder.
 *
 * @param flags more of its flags
 * @returns its address, and `close`, which ends it
 */
export async function startOnBlocks(folder, flags = []) {
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, '{}');
  const address = `127.0.0.1:${await freePort()}`;
  const fixed = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${folder}`,
    `--web.listen-address=${address}`,
  ];
  const child = spawn(
    'prometheus',
    [...fixed, '--storage.tsdb.retention.time=10y', '--log.level=error', ...flags],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  const end = () => child.kill();
  process.once('exit', end);
  exited.finally(() => process.off('exit', end)).catch(() => {}); // Told below.
  const url = `http://${address}`;
  try {
    await Promise.race([
      ready(url),
      exited.then(([code]) => {
        throw new Error(`prometheus ended with ${code}`);
      }),
    ]);
  } catch (error) {
    child.kill();
    throw error;
  }
  return {
    url,
    pid: child.pid,
    async close() {
      child.kill();
      await exited;
    },
  };
}

async function ready(url) {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`prometheus is not ready after ${PATIENCE_MS / 1_000} s`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
