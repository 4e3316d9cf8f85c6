import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { z } from 'zod';

/** The folder of the package that a file belongs to. */
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
});

/** A package that the bundle contains. */
export type CompiledPackage = {
  /** `name@version`. */
  readonly id: string;
  readonly folder: string;
  readonly license: string | undefined;
  readonly author: string | undefined;
};

/** Returns the packages that a bundle contains code of, sorted by name and version. */
export function compiledIn({ outputs }: Metafile): readonly CompiledPackage[] {
  const folders = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => PACKAGE_FOLDER.exec(file) ?? []);
  return [...new Set(folders)].map(describe).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function describe(folder: string): CompiledPackage {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')));
  const { name, version, license, author } = manifest;
  return {
    id: `${name}@${version}`,
    folder,
    license,
    author: typeof author === 'object' ? author.name : author,
  };
}
