import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { z } from "zod";
import { createCursor } from "./cursor.js";
import { describeIssues } from "./issues.js";
import { readLimitsTables, setsValue } from "./limits-tables.js";
import { mergeLimits } from "./merge-limits.js";
import { buildPools } from "./pools.js";
import { ConfigError, renderProblem } from "./problem.js";
import { configSchema } from "./schema.js";
import { checkSettings, DEFAULT_CONCURRENCY, mergeSettings } from "./settings.js";
import { buildSite } from "./site.js";
import { resolveSites } from "./sites.js";
import { readYamlLimits } from "./yaml-limits.js";
async function buildConfig(document, file, env, isMissingEmpty = false) {
  const problems = [...document.problems];
  const warnings = [];
  const refuse = () => {
    throw new ConfigError(file, problems);
  };
  if (document.value === void 0 && problems.length > 0) refuse();
  const root = createCursor(document, {
    report: (problem) => problems.push(problem),
    warn: (warning) => warnings.push(warning)
  });
  const parsed = configSchema.safeParse(document.value);
  if (!parsed.success) problems.push(...describeIssues(parsed.error.issues, document));
  const resolved = await resolveSites(root, dirname(file), env);
  const tables = await readLimitsTables(document.value, file, isMissingEmpty);
  problems.push(...tables.problems.map(toProblem));
  if (!parsed.success) return refuse();
  const { collector, defaults = {}, sites } = parsed.data;
  const drafts = sites.map((site, index) => {
    const settings = mergeSettings(defaults, site);
    checkSettings(settings, root.at("sites").at(index));
    const places = placesOf(document, file, ["sites", index, "products"]);
    const [files, rows] = [tables.tables[index] ?? [], tables.limits[index] ?? []];
    const parts = { yaml: readYamlLimits(site.products), ...places, tables: files, rows };
    const set = rows.filter(setsValue);
    const limits = mergeLimits(parts.yaml, set, idsOfAll(site), places.locate);
    problems.push(...limits.problems.map(toProblem));
    return { site, settings, parts, rows: set, limits };
  });
  if (problems.length > 0) return refuse();
  return {
    config: {
      collector: { concurrency: collector?.concurrency ?? DEFAULT_CONCURRENCY },
      sites: drafts.flatMap(({ site, settings, rows, limits }, index) => {
        const found = resolved[index];
        if (!found) return [];
        const own = warnings.filter(({ path }) => path.startsWith(`sites[${index}].`));
        return buildSite(site, settings, found, {
          limits: { products: limits.products, pools: buildPools(site.pools) },
          warnings: [...own.map((warning) => renderProblem(file, warning)), ...limits.warnings],
          digest: digestOf(document.value, index, found, rows)
        });
      })
    },
    parts: drafts.map(({ parts }) => parts)
  };
}
const idsOfAll = ({ products = [] }) => new Set(products.flatMap(({ id, combinations }) => combinations === "all" ? [id] : []));
const placesOf = (document, file, root) => ({
  locate(path) {
    const { line, column } = document.locate([...root, ...path]);
    return `${file}:${line}:${column}`;
  },
  lines(path) {
    const { from, to } = document.lines([...root, ...path]);
    return `${file}:${from}${to > from ? `-${to}` : ""}`;
  }
});
const toProblem = ({ column, ...problem }) => ({ ...problem, path: column });
function digestOf(value, index, resolved, rows) {
  const { defaults, sites } = written.parse(value);
  const limits = rows.map(({ product, subject, values }) => [product, subject, values]);
  return createHash("sha256").update(JSON.stringify([defaults, sites[index], resolved, limits])).digest("base64");
}
const written = z.object({ defaults: z.unknown().optional(), sites: z.array(z.unknown()) });
export {
  buildConfig
};
