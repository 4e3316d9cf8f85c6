import { nameKey, renderPath } from "./key-names.js";
const describeIssues = (issues, document) => issues.flatMap((issue) => describeIssue(issue, document));
function describeIssue(issue, document) {
  const { path } = issue;
  const meant = issue.code === "invalid_union" ? issue.errors.filter(isDeeper) : [];
  if (meant.length === 1)
    return meant.flat().flatMap((inner) => describeIssue({ ...inner, path: [...path, ...inner.path] }, document));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      ...document.locateKey([...path, key]),
      path: renderPath(path),
      message: `unknown key ${nameKey(key)}`
    }));
  }
  if (document.isPendingAt(path)) return [];
  const isPrivate = PRIVATE_KEY.test(String(path.at(-1)));
  const message = `${issue.message}, found ${document.found(path, isPrivate)}`;
  return [{ ...document.locate(path), path: renderPath(path), message }];
}
const PRIVATE_KEY = /^(identifier|secret|access_key|proxy|url)(_file)?$/;
const isDeeper = (issues) => issues.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys");
export {
  describeIssues
};
