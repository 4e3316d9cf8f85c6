import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layOutNode } from './base.js';
import type { ImageConfig } from './buildah.js';

/**
 * Writes the files of the image to a folder without building it, and returns its settings from the
 * Dockerfile. Needs the output of `npm run build`.
 *
 * @param root an empty folder.
 */
export async function layOutImage(root: string): Promise<ImageConfig> {
  const home = join(root, 'opt/whmcs-stock-exporter');
  await layOutNode(root, 'nodejs/bin/node');
  await cp('dist', join(home, 'dist'), { recursive: true });
  await cp('package.json', join(home, 'package.json'));
  const dockerfile = await readFile('Dockerfile', 'utf8');
  const wordOf = (instruction: string) => {
    const [, word] = dockerfile.match(new RegExp(`^${instruction} (.*)$(?![^]*^${instruction} )`, 'm')) ?? [];
    if (word === undefined) throw new Error(`Dockerfile has no ${instruction}`);
    return word;
  };
  await cp('config.yaml', join(root, wordOf('WORKDIR'), 'config.yaml'));
  return {
    User: wordOf('USER'),
    WorkingDir: wordOf('WORKDIR'),
    Env: [...dockerfile.matchAll(/^ENV (.*)$/gm)].map(([, variable = '']) => variable),
    Entrypoint: JSON.parse(wordOf('ENTRYPOINT')),
    ExposedPorts: {},
    Labels: {},
    Healthcheck: { Test: [] },
  };
}
