import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';

const PATIENCE_MS = 60_000;

export type BackfilledPrometheus = { readonly url: string; readonly close: () => Promise<void> };

/** Starts a real Prometheus on loopback that scrapes nothing and serves the blocks of a folder. */
export async function startOnBlocks(folder: string): Promise<BackfilledPrometheus> {
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, '{}');
  const address = `127.0.0.1:${await freePort()}`;
  const fixed = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${folder}`,
    `--web.listen-address=${address}`,
  ];
  const child = spawn('prometheus', [...fixed, '--storage.tsdb.retention.time=10y', '--log.level=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const end = () => child.kill();
  process.once('exit', end);
  exited.finally(() => process.off('exit', end)).catch(() => {}); // reported below
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
    async close() {
      child.kill();
      await exited;
    },
  };
}

async function ready(url: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`prometheus is not ready after ${PATIENCE_MS / 1_000} s`);
}
