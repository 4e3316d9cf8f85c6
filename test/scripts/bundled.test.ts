import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { listFiles } from '../house/files.js';

const require = createRequire(import.meta.url);

/** The names that the program imports from a package, without types. */
function importedFrom(name: string): readonly string[] {
  const pattern = new RegExp(`import \\{([^}]*)\\} from '${name}'`, 'g');
  const lists = listFiles('src').flatMap((path) => [...readFileSync(path, 'utf8').matchAll(pattern)]);
  const names = lists.flatMap(([, list = '']) => list.split(',').map((one) => one.trim()));
  return names.filter((one) => one !== '' && !one.startsWith('type '));
}

test.each(['undici', 'prom-client'])('the bundled parts of %s have every name that is imported', (name) => {
  const imported = importedFrom(name);
  expect(imported.length).toBeGreaterThan(0);
  expect(Object.keys(require(`../../scripts/bundled/${name}.cjs`))).toEqual(
    expect.arrayContaining([...imported]),
  );
});
