import type { z } from 'zod';
import { nameKey, renderPath } from './key-names.js';
import type { Problem } from './problem.js';
import type { ConfigDocument } from './yaml/document.js';

/** Describes the problems that the schema finds, each with its place and the value there. */
export const describeIssues = (
  issues: readonly z.core.$ZodIssue[],
  document: ConfigDocument,
): readonly Problem[] => issues.flatMap((issue) => describeIssue(issue, document));

function describeIssue(issue: z.core.$ZodIssue, document: ConfigDocument): readonly Problem[] {
  const { path } = issue;
  const meant = issue.code === 'invalid_union' ? issue.errors.filter(isDeeper) : [];
  if (meant.length === 1)
    return meant
      .flat()
      .flatMap((inner) => describeIssue({ ...inner, path: [...path, ...inner.path] }, document));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...document.locateKey([...path, key]),
      path: renderPath(path),
      message: `unknown key ${nameKey(key)}`,
    }));
  }
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({
      ...document.locateKey(path),
      path: renderPath(path),
      message,
    }));
  if (document.isPendingAt(path)) return [];
  const place = { ...document.locate(path), path: renderPath(path) };
  if (issue.code === 'custom' && issue.params?.isBetweenKeys) return [{ ...place, message: issue.message }];
  const isPrivate = PRIVATE_KEY.test(String(path.at(-1))) || path.at(-2) === 'headers';
  const message = `${issue.message}, found ${document.found(path, isPrivate)}`;
  return [{ ...place, message }];
}

/** Keys whose numbers may be passwords. */
const PRIVATE_KEY =
  /^(identifier|secret|access_key|proxy|url|key|basic_auth|username|password|bearer_token)(_file)?$/;

/** Returns whether a value matches the outside of one of several forms, and is wrong only inside. */
const isDeeper = (issues: readonly z.core.$ZodIssue[]): boolean =>
  issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys');
