import { access, rename } from 'node:fs/promises';

/**
 * Renames a file that can't be used, so that it can be looked at, and no file is overwritten. Returns its new
 * name.
 *
 * @param why the end of the name, such as `corrupt`.
 * @param now Unix time in ms.
 * @throws the error of the system.
 */
export async function setAside(path: string, why: string, now: number): Promise<string> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number += 1) {
    const target = `${path}.${why}-${time}${number > 1 ? `-${number}` : ''}`;
    if (await exists(target)) continue;
    await rename(path, target);
    return target;
  }
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
