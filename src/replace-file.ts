import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, systemCode } from './error-code.js';
import { syncFolder } from './sync-folder.js';
import { UserError } from './user-error.js';

/**
 * Replaces a file atomically. Mode and owner are kept, and a symbolic link stays a link.
 *
 * @param before the text that the edit started from; undefined if there was no file.
 * @throws {UserError} if the file has changed since, or can't be written.
 */
export async function replaceFile(path: string, before: string | undefined, text: string): Promise<void> {
  try {
    const current = await readFile(path, 'utf8').catch(missing);
    if (current !== before)
      throw new UserError(`${path} changed in the meantime; nothing was written, try again`);
    const target = before === undefined ? path : await realpath(path);
    const owner = before === undefined ? undefined : await stat(target);
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      const file = await open(temporary, 'wx', owner?.mode);
      try {
        await file.writeFile(text);
        if (owner) {
          const own = await file.stat();
          if (own.uid !== owner.uid || own.gid !== owner.gid) await file.chown(owner.uid, owner.gid);
          await file.chmod(owner.mode);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(target)).catch(() => {}); // not every file system supports it
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} can't be written (${systemCode(error)}); nothing was changed`, {
      cause: error,
    });
  }
}

function missing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
}
