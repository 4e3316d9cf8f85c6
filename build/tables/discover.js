import { dirname, relative, resolve } from "node:path";
import { emptyTable } from "../config/csv-table.js";
import { renderRowProblem } from "../config/limit-row.js";
import { assignRows, limitProblems, readTable } from "../config/limits-tables.js";
import { replaceFile } from "../replace-file.js";
import { UserError } from "../user-error.js";
import { readLiveSites } from "./live-site.js";
import { refreshSite } from "./refresh.js";
import { describeChanges, openDraft, renderTable } from "./table-draft.js";
async function discover(loaded, options, io) {
  const { output, configFile } = options;
  if (output === void 0 && options.prune)
    throw new UserError("--prune needs --output, the table to prune");
  const { config, parts } = loaded;
  const { table, users, strangers } = await openTarget(loaded, output);
  const sites = config.sites.filter((_, index) => users.length === 0 || users.includes(index));
  const live = await readLiveSites(sites, config.collector.concurrency, io);
  const draft = openDraft(table);
  const inTable = new Set(table.rows);
  for (const own of live) {
    const index = config.sites.indexOf(own.site);
    const part = parts[index];
    if (!part) continue;
    const isOwn = users.includes(index);
    const report = refreshSite(
      {
        ...{ live: own, part, draft, isOwn, takesNew: !isOwn || part.tables[0] === table },
        rows: isOwn ? part.rows.filter(({ row }) => inTable.has(row)) : strangers[index] ?? [],
        others: part.rows.filter(({ row }) => !inTable.has(row))
      },
      options
    );
    for (const line of report) io.err(`site ${own.site.name}: ${line}
`);
  }
  const text = renderTable(draft);
  if (output === void 0) {
    io.out(text);
    return;
  }
  const changes = describeChanges(draft);
  if (changes !== void 0 || table.text === void 0) await replaceFile(output, table.text, text);
  io.err(`${output}: ${changes ?? "nothing changes"}
`);
  if (users.length > 0) return;
  const path = relative(dirname(configFile), output);
  const names = sites.map(({ name }) => name).join(", ");
  io.err(`to use the table, set limits: ${path} for ${names} in ${configFile}
`);
}
async function openTarget({ config, parts }, output) {
  if (output === void 0) return { table: emptyTable(""), users: [], strangers: [] };
  const isOutput = ({ file }) => resolve(file) === resolve(output);
  const named = parts.flatMap(({ tables }) => tables).find(isOutput);
  if (named) {
    const users = [...parts.keys()].filter((index) => parts[index]?.tables.includes(named));
    return { table: named, users, strangers: [] };
  }
  const table = await readTable(output, "empty");
  const assigned = assignRows(
    table,
    config.sites.map(({ name }) => ({ site: name, isUser: true }))
  );
  const problems = limitProblems([...table.problems, ...assigned.problems]);
  if (problems.length > 0) throw new UserError(problems.map(renderRowProblem).join("\n"));
  const strangers = parts.map((_, index) => assigned.limits.filter(({ site }) => site === index));
  return { table, users: [], strangers };
}
export {
  discover
};
