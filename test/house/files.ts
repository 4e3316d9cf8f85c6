import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the paths of all files in a folder of the project. */
export function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Returns each name that is in the list more than once. */
export function findRepeats(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
