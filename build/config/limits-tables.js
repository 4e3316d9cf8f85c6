import { dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { nearestNames } from "../stock/names.js";
import { emptyTable, readCsvTable } from "./csv-table.js";
import { isPending } from "./document.js";
import { keyOfSubject, VALUES } from "./limit.js";
import {
  describe,
  readLimitRow,
  renderRowPlace
} from "./limit-row.js";
import { MIB, readTextFile, TextFileError } from "./text-file.js";
import { id as productId } from "./values.js";
const MOST_PROBLEMS = 50;
async function readLimitsTables(config, configFile, isMissingEmpty) {
  const sites = namedTables(config);
  const tables = /* @__PURE__ */ new Map();
  const limits = sites.map(() => []);
  const problems = [];
  const pathOf = (file) => isAbsolute(file) ? file : join(dirname(configFile), file);
  const found = sites.map(({ files }) => [...new Set(files.map(pathOf))]);
  for (const path of new Set(found.flat())) {
    const table = await readTable(
      path,
      isMissingEmpty ? "empty" : `; create it with: whmcs-stock-exporter discover --output ${path}`
    );
    tables.set(path, table);
    const users = sites.map(({ site }, index) => ({ site, isUser: found[index]?.includes(path) ?? false }));
    const assigned = assignRows(table, users);
    for (const { site, ...limit } of assigned.limits) limits[site]?.push(limit);
    problems.push(...limitProblems([...table.problems, ...assigned.problems]));
  }
  for (const own of limits) problems.push(...findRepeated(own.filter(setsValue)));
  return { limits, tables: found.map((paths) => paths.flatMap((path) => tables.get(path) ?? [])), problems };
}
function namedTables(value) {
  const { data } = named.safeParse(value);
  return (data?.sites ?? []).map(({ name, limits }) => ({
    site: name,
    files: [limits].flat().filter((file) => /[./]/.test(file) && !isPending(file))
  }));
}
const named = z.object({
  sites: z.array(
    z.object({
      name: z.string().catch(""),
      limits: z.union([z.string(), z.array(z.string())]).catch([])
    }).catch({ name: "", limits: [] })
  )
});
async function readTable(path, missing = "") {
  try {
    return readCsvTable(path, await readTextFile(path, MOST_BYTES));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === "ENOENT" && missing === "empty") return emptyTable(path);
    const message = `${describeFileError(error)}${error.code === "ENOENT" ? missing : ""}`;
    return { ...emptyTable(path), problems: [{ file: path, line: error.line, column: "", message }] };
  }
}
const MOST_BYTES = 64 * MIB;
const describeFileError = ({ message }) => `${message}${message.endsWith("UTF-8") ? " (in Excel: CSV UTF-8)" : ""}`;
const setsValue = ({ values }) => VALUES.some((name) => values[name] !== void 0);
function assignRows({ rows }, sites) {
  const problems = [];
  const limits = rows.flatMap((row) => {
    const refuse = (column, message) => problems.push({ ...row.place, column, message });
    const read = readLimitRow(row, refuse);
    if (!read) return [];
    const { place, subject, values } = read;
    const site = findSite(read.site, sites, (message) => refuse("site", message));
    const product = productId.safeParse(read.product).data;
    if (product === void 0) {
      const found = describe(read.product);
      refuse("product", `expected the id of a product, found ${found}; import finds products by name`);
    }
    if (subject.kind === "choice" && subject.option === void 0) {
      refuse("option", "empty; name the option that the choice belongs to");
      return [];
    }
    return site === void 0 || product === void 0 ? [] : [{ site, product, subject, values, place, row }];
  });
  return { limits, problems };
}
function findSite(name, sites, report) {
  const users = sites.filter(({ isUser }) => isUser);
  const names = (some) => some.map(({ site }) => site).join(", ");
  if (name === void 0) {
    const [only] = users;
    if (only && users.length === 1) return sites.indexOf(only);
    report(`empty, but the row may be for any of the sites ${names(users)}; name one of them`);
    return void 0;
  }
  const key = name.toLowerCase();
  const found = sites.find(({ site }) => site.toLowerCase() === key);
  if (found?.isUser) return sites.indexOf(found);
  if (found) report(`${found.site} does not use this table; add it to the limits of that site`);
  else {
    const nearest = nearestNames(
      name,
      sites.map(({ site }) => site)
    );
    report(`${JSON.stringify(name)} is not a site of the configuration; nearest: ${nearest.join(", ")}`);
  }
  return void 0;
}
function findRepeated(limits) {
  const seen = /* @__PURE__ */ new Map();
  return limits.flatMap((limit) => {
    const key = `${limit.product} ${keyOfSubject(limit.subject)}`;
    const first = seen.get(key);
    if (!first) seen.set(key, limit);
    const message = `the same as in ${renderRowPlace((first ?? limit).place)}; delete one of the two rows`;
    return first ? [{ ...limit.place, column: "", message }] : [];
  });
}
function limitProblems(problems) {
  const next = problems[MOST_PROBLEMS];
  if (!next) return problems;
  const message = `and ${problems.length - MOST_PROBLEMS} more problems from here on`;
  const sorted = problems.toSorted((a, b) => a.line - b.line);
  return [...sorted.slice(0, MOST_PROBLEMS), { ...next, column: "", message }];
}
export {
  MOST_BYTES,
  assignRows,
  describeFileError,
  findSite,
  limitProblems,
  readLimitsTables,
  readTable,
  setsValue
};
