import { extname } from "node:path";
import {
  readLimitRow,
  renderRowPlace,
  renderRowProblem
} from "../config/limit-row.js";
import { describeFileError, findSite, MOST_BYTES, readTable } from "../config/limits-tables.js";
import { readTextFile, TextFileError } from "../config/text-file.js";
import { replaceFile } from "../replace-file.js";
import { count } from "./command-io.js";
import { readLiveSites } from "./live-site.js";
import { readRowList } from "./row-list.js";
import { createSiteEditor } from "./site-editor.js";
import { describeChanges, openDraft, renderDiff, renderTable } from "./table-draft.js";
const MOST_REPORTED = 100;
async function importRows({ config, parts }, options, io) {
  const problems = [];
  const report = (problem) => problems.push(problem);
  const users = config.sites.map(({ name }) => ({ site: name, isUser: true }));
  const bySite = /* @__PURE__ */ new Map();
  for (const file of options.files) {
    const { rows, problems: wrong } = await readRows(file);
    problems.push(...wrong);
    for (const row of rows) {
      const limit = readLimitRow(row, (column, message) => report({ ...row.place, column, message }));
      const site = limit && findSite(limit.site, users, (message) => report({ ...row.place, column: "site", message }));
      if (!limit || site === void 0) continue;
      const others = bySite.get(site);
      if (others) others.push(limit);
      else bySite.set(site, [limit]);
    }
  }
  const sites = config.sites.filter((_, index) => bySite.has(index));
  const live = options.offline ? [] : await readLiveSites(sites, config.collector.concurrency, io);
  const tables = parts.flatMap((part) => part.tables);
  const drafts = new Map(tables.map((table) => [table, openDraft(table)]));
  for (const [index, limits] of bySite) {
    const [site, part] = [config.sites[index], parts[index]];
    if (!site || !part) continue;
    const own = live.find((read) => read.site === site);
    const into = part.tables.flatMap((table) => drafts.get(table) ?? []);
    const editor = createSiteEditor(site, part, into, own);
    for (const limit of limits) {
      const hint = editor(limit, (column, message) => report({ ...limit.place, column, message }));
      if (hint !== void 0) io.err(`warning: ${renderRowPlace(limit.place)}: ${hint}
`);
    }
  }
  const order = (file) => options.files.indexOf(file);
  problems.sort((a, b) => order(a.file) - order(b.file) || a.line - b.line);
  for (const problem of problems.slice(0, MOST_REPORTED)) io.err(`${renderRowProblem(problem)}
`);
  if (problems.length > MOST_REPORTED) io.err(`and ${problems.length - MOST_REPORTED} more problems
`);
  const invalid = new Set(problems.map(renderRowPlace)).size;
  if (invalid > 0 && !options.partial) {
    io.err(`${count(invalid, "row")} invalid; nothing was changed
`);
    return false;
  }
  await write([...drafts.values()], options, io);
  if (invalid > 0) io.err(`${count(invalid, "row")} left out
`);
  return invalid === 0;
}
async function write(drafts, { dryRun }, io) {
  const changed = drafts.flatMap((draft) => {
    const changes = describeChanges(draft) ?? (draft.table.text === void 0 ? "created" : void 0);
    return changes === void 0 ? [] : [{ draft, changes }];
  });
  if (changed.length === 0) io.out("nothing changes\n");
  for (const { draft, changes } of changed) {
    const { file, text } = draft.table;
    if (dryRun) io.out(renderDiff(draft));
    else await replaceFile(file, text, renderTable(draft));
    if (dryRun) io.err(`${file}: ${changes}, not written because of --dry-run
`);
    else io.out(`${file}: ${changes}; reload the exporter to use them
`);
  }
}
async function readRows(file) {
  const extension = extname(file).toLowerCase();
  if (extension === ".csv" || extension === ".tsv") return readTable(file);
  const refuse = (line, message) => ({
    rows: [],
    problems: [{ file, line, column: "", message }]
  });
  try {
    const text = (await readTextFile(file, MOST_BYTES)).replace(/^\uFEFF/, "");
    if ([".json", ".yaml", ".yml"].includes(extension)) return readRowList(file, text);
    return refuse(1, "a format that is not known; the name ends with .csv, .tsv, .json, .yaml or .yml");
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    return refuse(error.line, describeFileError(error));
  }
}
export {
  importRows
};
