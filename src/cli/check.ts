import pLimit from 'p-limit';
import { renderCheck, renderSummary } from '../check/check-report.js';
import { checkSite } from '../check/check-site.js';
import type { Config } from '../config/config.js';
import { nearestNames } from '../stock/names.js';
import { UserError } from '../user-error.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { createResolver } from '../whmcs/resolver.js';
import { type Io, usesColors } from './io.js';

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

/**
 * Tests the connection to every site, step by step, and reports the first step that fails and what to change.
 * Sites are tested in parallel and reported in the configuration's order.
 *
 * @returns whether every site passed.
 */
export async function check(config: Config, options: { readonly json: boolean }, io: Io): Promise<boolean> {
  const atOnce = pLimit(config.collector.concurrency);
  const resolver = createResolver(createLookupProcess());
  const pending = config.sites.map((site) => atOnce(() => checkSite(site, resolver, io.signal)));
  const checks = [];
  try {
    for (const one of pending) one.catch(() => {}); // the await below throws it, in order
    for (const one of pending) {
      const result = await one;
      checks.push(result);
      if (!options.json) io.out(`${renderCheck(result, usesColors(io))}\n`);
    }
  } finally {
    resolver.close();
  }
  const ok = checks.every((result) => result.ok);
  if (options.json) io.out(`${JSON.stringify({ ok, sites: checks }, undefined, 2)}\n`);
  else if (checks.length > 1) io.out(renderSummary(checks));
  return ok;
}
