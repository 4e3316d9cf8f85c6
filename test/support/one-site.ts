import { parseConfig } from '../../src/config/load.js';
import type { Environment } from '../../src/config/variables.js';

/** Returns a configuration of one site. Its keys begin in line 6, below what stands before. */
export const configWith = (keys: string, before = ''): string => `${before && `${before}\n`}sites:
  - name: main
    url: https://shop.test/
    identifier: x
    secret: y
    ${keys}
`;

/** Parses a configuration of one site, and returns the site. */
export async function parseSite(keys: string, before = '', env: Environment = {}, file = 'c.yaml') {
  const [site] = (await parseConfig(configWith(keys, before), env, file)).sites;
  if (!site) throw new Error('the configuration has no site');
  return site;
}
