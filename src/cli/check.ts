import pLimit from 'p-limit';
import { createQueryClient, createQueryTransport } from '../capacity/query-client.js';
import { renderCheck, renderSummary } from '../check/check-report.js';
import { checkSite } from '../check/check-site.js';
import type { Config } from '../config/config.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { createResolver } from '../whmcs/resolver.js';
import { type Io, usesColors } from './io.js';

/**
 * Tests the connection to every site, step by step, and reports the first step that fails and what to change.
 * Sites are tested in parallel and reported in the configuration's order.
 *
 * @returns whether every site passed.
 */
export async function check(config: Config, options: { readonly json: boolean }, io: Io): Promise<boolean> {
  const atOnce = pLimit(config.collector.concurrency);
  const resolver = createResolver(createLookupProcess());
  const queries =
    config.prometheus &&
    createQueryClient(config.prometheus, createQueryTransport(config.prometheus, resolver), Date.now);
  const pending = config.sites.map((site) => atOnce(() => checkSite(site, resolver, queries, io.signal)));
  const checks = [];
  try {
    for (const one of pending) one.catch(() => {}); // the await below throws it, in order
    for (const one of pending) {
      const result = await one;
      checks.push(result);
      if (!options.json) io.out(`${renderCheck(result, usesColors(io))}\n`);
    }
  } finally {
    await queries?.close();
    resolver.close();
  }
  const ok = checks.every((result) => result.ok);
  if (options.json) io.out(`${JSON.stringify({ ok, sites: checks }, undefined, 2)}\n`);
  else if (checks.length > 1) io.out(renderSummary(checks));
  return ok;
}
