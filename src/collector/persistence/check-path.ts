import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../error-code.js';

/** Returns why a state can't be saved to a path, and what to do; undefined if it can. Writes nothing. */
export async function checkStatePath(path: string): Promise<string | undefined> {
  const folder = dirname(path);
  try {
    const found = await stat(path).catch(() => undefined);
    if (found && !found.isFile()) return `${path} is not a regular file; name a file in a folder of its own`;
    if (found) await access(path, constants.R_OK);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT')
      return `the folder ${folder} does not exist; create it, owned by the exporter's user`;
    return `${path} can't be written (${code}); its folder must belong to the exporter's user`;
  }
}
