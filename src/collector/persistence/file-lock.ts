import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../error-code.js';

/** The right to write a file. It ends with its process, however that ends. */
export type FileLock = { release(): Promise<void> };

/**
 * Locks a file against other processes that lock it. Returns `held` if one of them has the lock.
 *
 * A lock is a Unix socket beside the file that its process listens on. When the process ends, nobody listens
 * any more, and the socket refuses connections: no process id or time can be stale. Every process first shows
 * a socket of its own, whose name is never used again, and then looks for others. So of two processes the one
 * that shows its socket later finds the other's, and gives up. A dead socket can be removed at any time.
 *
 * @throws the error of the system if no socket can be created, as in a read-only folder.
 */
export async function lockFile(path: string): Promise<FileLock | 'held'> {
  const folder = dirname(path);
  const prefix = `${basename(path)}.lock-`;
  const name = `${prefix}${randomUUID().slice(0, 13)}`;
  const directory = await open(folder, 'r');
  try {
    // Addresses of sockets have at most 107 characters.
    const near = await nearPath(directory, folder);
    const server = await show(near, folder, name);
    const lock = { release: () => close(server, directory, join(folder, name)) };
    for (const other of await readdir(folder)) {
      if (!other.startsWith(prefix) || other === name) continue;
      if (await isAlive(join(near, other))) {
        await lock.release();
        return 'held';
      }
      await rm(join(folder, other), { force: true });
    }
    return lock;
  } catch (error) {
    await directory.close().catch(() => {});
    throw error;
  }
}

/** Returns a short path to an open folder, where the system has one. */
async function nearPath({ fd }: FileHandle, folder: string): Promise<string> {
  const near = `/proc/self/fd/${fd}`;
  return readdir(near).then(
    () => near,
    () => folder,
  );
}

/** Listens on a socket, and only then gives it the name that other processes look for. */
async function show(near: string, folder: string, name: string): Promise<Server> {
  const hidden = `.${name}`;
  const server = createServer((socket) => socket.destroy());
  server.unref();
  server.listen(join(near, hidden));
  try {
    await once(server, 'listening');
    await rename(join(folder, hidden), join(folder, name));
    return server;
  } catch (error) {
    server.close();
    throw error;
  }
}

async function close(server: Server, directory: FileHandle, path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => {});
  await new Promise((resolve) => server.close(resolve));
  await directory.close().catch(() => {});
}

/** Returns whether a process listens on a socket. In doubt one does. */
async function isAlive(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_MS) });
    return true;
  } catch (error) {
    return errorCode(error) !== 'ECONNREFUSED' && errorCode(error) !== 'ENOENT';
  } finally {
    socket.destroy();
  }
}

/** A busy system accepts connections without its process. */
const ANSWER_MS = 1_000;
