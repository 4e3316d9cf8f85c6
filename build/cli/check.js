import pLimit from "p-limit";
import { renderCheck, renderSummary } from "../check/check-report.js";
import { checkSite } from "../check/check-site.js";
import { nearestNames } from "../stock/names.js";
import { UserError } from "../user-error.js";
import { createLookupProcess } from "../whmcs/lookup-process.js";
import { createResolver } from "../whmcs/resolver.js";
import { usesColors } from "./io.js";
function selectSites(config, names, file) {
  if (names.length === 0) return config;
  const known = config.sites.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const lines = unknown.map(
      (name) => `no site ${JSON.stringify(name)} in ${file}; nearest: ${nearest(name)}`
    );
    throw new UserError(lines.join("\n"));
  }
  return { ...config, sites: config.sites.filter(({ name }) => names.includes(name)) };
  function nearest(name) {
    return nearestNames(name, known).join(", ");
  }
}
async function check(config, options, io) {
  const atOnce = pLimit(config.collector.concurrency);
  const resolver = createResolver(createLookupProcess());
  const pending = config.sites.map((site) => atOnce(() => checkSite(site, resolver, io.signal)));
  const checks = [];
  try {
    for (const one of pending) one.catch(() => {
    });
    for (const one of pending) {
      const result = await one;
      checks.push(result);
      if (!options.json) io.out(`${renderCheck(result, usesColors(io))}
`);
    }
  } finally {
    resolver.close();
  }
  const ok = checks.every((result) => result.ok);
  if (options.json) io.out(`${JSON.stringify({ ok, sites: checks }, void 0, 2)}
`);
  else if (checks.length > 1) io.out(renderSummary(checks));
  return ok;
}
export {
  check,
  selectSites
};
