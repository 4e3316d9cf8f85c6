import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tool } from './tool.js';

export type Mariadb = {
  /** How Capsule connects to it. */
  readonly connection: Readonly<Record<string, string | readonly string[]>>;
  readonly socket: string;
  readonly pid: number;
  close(): Promise<void>;
};

/** The server. Its package brings the clients along. */
export const MARIADB: Tool = { program: 'mariadbd', remedy: 'apt-get install mariadb-server' };

const PATIENCE_MS = 100_000;

/** Starts a real MariaDB on a socket of its own, with an empty database `shop`. */
export async function startMariadb(): Promise<Mariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'mariadb-'));
  await chmod(folder, 0o755);
  const socket = join(folder, 'db.sock');
  const user = userInfo().username;
  const files = ['--no-defaults', `--datadir=${folder}/data`, `--user=${user}`];
  run('mariadb-install-db', [...files, '--auth-root-authentication-method=normal', '--skip-test-db']);
  // A starting server deletes the temporary tables of others in a folder that they share.
  const server = spawn(
    'mariadbd',
    [...files, `--socket=${socket}`, `--tmpdir=${folder}`, '--skip-networking'],
    {
      stdio: 'ignore',
    },
  );
  await answers(socket, server);
  run('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root', '-e', 'CREATE DATABASE shop']);
  return {
    socket,
    pid: server.pid ?? 0,
    connection: {
      driver: 'mysql',
      unix_socket: socket,
      host: 'localhost',
      database: 'shop',
      username: 'root',
      password: '',
      charset: 'utf8mb4',
      collation: 'utf8mb4_unicode_ci',
      modes: ['ONLY_FULL_GROUP_BY', 'STRICT_ALL_TABLES'],
    },
    async close() {
      server.kill();
      await once(server, 'close');
      await rm(folder, { recursive: true });
    },
  };
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args);
  if (status !== 0) throw new Error(`${program} failed: ${error ?? stderr}`);
}

async function answers(socket: string, server: ChildProcess): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (
    spawnSync('mariadb-admin', ['--no-defaults', `--socket=${socket}`, '--user=root', 'ping']).status !== 0
  ) {
    if (server.exitCode !== null || Date.now() > end) throw new Error('MariaDB does not answer');
    await sleep(100);
  }
}
