import { checkSite } from '../check/check-site.js';
import { renderCheck } from '../check/report.js';
import type { Config } from '../config/config.js';
import type { Io } from './io.js';

/**
 * The connection test: takes every site through each step that collecting needs, and says of the first that fails what is
 * wrong and what to change.
 *
 * @returns whether every site is good.
 */
export async function check(config: Config, options: { readonly json: boolean }, io: Io): Promise<boolean> {
  let good = true;
  const checks = [];
  for (const site of config.sites) {
    const result = await checkSite(site, io.signal);
    good &&= result.ok;
    checks.push(result);
    if (!options.json) io.out(`${renderCheck(result, io.interactive)}\n`);
  }
  if (options.json) io.out(`${JSON.stringify({ ok: good, sites: checks }, undefined, 2)}\n`);
  return good;
}
