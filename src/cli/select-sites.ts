import type { Config } from '../config/config.js';
import { nearestNames } from '../stock/names.js';
import { UserError } from '../user-error.js';

/**
 * Returns the configuration with only the named sites, or with all of them if `names` is empty.
 *
 * @throws {UserError} if a site is not in the configuration.
 */
export function selectSites(config: Config, names: readonly string[], file: string): Config {
  if (names.length === 0) return config;
  const known = config.sites.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const lines = unknown.map(
      (name) => `no site ${JSON.stringify(name)} in ${file}; nearest: ${nearest(name)}`,
    );
    throw new UserError(lines.join('\n'));
  }
  return { ...config, sites: config.sites.filter(({ name }) => names.includes(name)) };

  function nearest(name: string): string {
    return nearestNames(name, known).join(', ');
  }
}
