import { readFileSync } from 'node:fs';

/** The folder of the package that holds a file. */
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * The packages of which a bundle holds anything, by name and version.
 *
 * @param metafile what esbuild tells of the bundle.
 */
export function compiledIn({ outputs }) {
  const folders = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => PACKAGE_FOLDER.exec(file) ?? []);
  return [...new Set(folders)].map(describe).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function describe(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  return { id: `${name}@${version}`, folder, license, author };
}
