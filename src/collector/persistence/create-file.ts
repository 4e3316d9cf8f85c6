import { type FileHandle, open, rm } from 'node:fs/promises';

/**
 * Creates a file that only its owner can read. Whatever has its name is removed first, such as a leftover of
 * a crash or a pipe.
 *
 * @throws the error of the system.
 */
export async function createFile(path: string): Promise<FileHandle> {
  await rm(path, { force: true });
  return open(path, 'wx', 0o600);
}
