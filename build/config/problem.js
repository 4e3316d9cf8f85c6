import { UserError } from "../user-error.js";
class ConfigError extends UserError {
  name = "ConfigError";
  file;
  problems;
  constructor(file, problems) {
    const files = [void 0, ...new Set(problems.map((problem) => problem.file))];
    const sorted = problems.toSorted(
      (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
    );
    super(listLines(sorted.map((problem) => renderProblem(file, problem))));
    this.file = file;
    this.problems = sorted;
  }
}
const MOST_SHOWN = 100;
function listLines(lines) {
  const different = [...new Set(lines)];
  const more = different.length - MOST_SHOWN;
  return [...different.slice(0, MOST_SHOWN), ...more > 0 ? [`and ${more} more`] : []].join("\n");
}
function renderProblem(configFile, { file, line, column, path, message }) {
  const place = [file ?? configFile, line, ...column === void 0 ? [] : [column]].join(":");
  return `${place}: ${path === "" ? "" : `${path}: `}${message}`;
}
export {
  ConfigError,
  renderProblem
};
