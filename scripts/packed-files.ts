import { z } from 'zod';
import { npm } from './npm.js';

const packedSchema = z.tuple([
  z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
]);

/**
 * Returns the files of the project that a package contains. npm lists them, because it applies `files` of
 * package.json and leaves out ignored files, such as secrets in deploy/.
 */
export const listPackedFiles = (): readonly string[] => pack('.', '--dry-run').files.map(({ path }) => path);

/** Packs a folder with npm. */
export function pack(folder: string, ...flags: readonly string[]) {
  const printed = npm('pack', folder, '--json', '--ignore-scripts', ...flags);
  return packedSchema.parse(JSON.parse(printed))[0];
}
