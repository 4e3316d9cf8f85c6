import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';

/** A configuration of one site, of whose keys some are given as YAML. */
export const oneSite = (keys: string): string => `sites:\n${site('main', keys)}`;

/** An element of `sites`. */
export const site = (name: string, keys: string): string => `  - name: ${name}
    url: https://shop.test/
    identifier: x
    secret: y
${keys.replace(/^(?=.)/gm, '    ')}
`;

/** Loads a configuration beside some files. Messages are returned without the folder. */
export async function load(config: string, files: Readonly<Record<string, string | Buffer>>) {
  const folder = await mkdtemp(join(tmpdir(), 'limits-'));
  for (const [name, content] of Object.entries({ ...files, 'config.yaml': config }))
    await writeFile(join(folder, name), content);
  const without = (text: string) => text.replaceAll(`${folder}/`, '');
  try {
    const { sites } = await loadConfig(join(folder, 'config.yaml'), {});
    const warnings = sites.flatMap((loaded) => loaded.warnings.map(without));
    return { sites, products: sites[0]?.limits.products, digest: sites[0]?.digest, warnings, problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { sites: [], problems: without(error.message).split('\n') };
  }
}
