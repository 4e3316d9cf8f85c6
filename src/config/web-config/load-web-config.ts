import { validateHeaderValue } from 'node:http';
import { dirname } from 'node:path';
import { type Cursor, createCursor } from '../cursor.js';
import { describeIssues } from '../issues.js';
import { ConfigError, type Problem } from '../problem.js';
import { MIB, readTextFile, TextFileError } from '../text-file.js';
import { readDocument } from '../yaml/document.js';
import { readTls } from './read-tls.js';
import type { WebConfig } from './web-config.js';
import { type ParsedWebConfig, webSchema } from './web-schema.js';

/** A web configuration, and what it was read from. */
export type LoadedWebConfig = {
  readonly config: WebConfig;
  /** The paths of the file itself and of those that it names. */
  readonly files: readonly string[];
  /** Whether the file has no text at all, perhaps because it lost it. */
  readonly isEmpty: boolean;
};

/**
 * Reads a web configuration in the format of exporter-toolkit, and the certificates that it names. Nothing in
 * it is expanded, because `$` is part of every bcrypt hash.
 *
 * @throws {ConfigError} with all that is wrong, each with its place in the file.
 */
export async function loadWebConfig(file: string): Promise<LoadedWebConfig> {
  const text = await readWebText(file);
  const document = readDocument(text, undefined);
  const problems: Problem[] = [...document.problems];
  const refuse = (): never => {
    throw new ConfigError(file, problems);
  };
  if (document.value === undefined && problems.length > 0) refuse();
  const parsed = webSchema.safeParse(document.value ?? {});
  if (!parsed.success) {
    problems.push(...describeIssues(parsed.error.issues, document));
    return refuse();
  }
  const report = (problem: Problem) => problems.push(problem);
  const root = createCursor(document, { report, warn: report });
  const { tls_server_config, http_server_config, rate_limit } = parsed.data;
  const { tls, files } = await readTls(root.at('tls_server_config'), tls_server_config ?? {}, dirname(file));
  const headers = readHeaders(root.at('http_server_config').at('headers'), http_server_config?.headers ?? {});
  const users = readUsers(root.at('basic_auth_users'), parsed.data.basic_auth_users ?? {});
  if (problems.length > 0) refuse();
  const intervalMs = rate_limit?.interval ?? 0;
  const rateLimit = intervalMs > 0 ? { intervalMs, burst: rate_limit?.burst ?? 0 } : undefined;
  const config = { tls, headers, users, rateLimit };
  return { config, files: [file, ...files], isEmpty: text.trim() === '' };
}

async function readWebText(file: string): Promise<string> {
  try {
    return (await readTextFile(file, MIB)).replace(/^\uFEFF/, '');
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    const advice = error.code === undefined ? '' : '; --web.config.file names it';
    throw new ConfigError(file, [
      { line: error.line, column: 1, path: '', message: `${error.message}${advice}` },
    ]);
  }
}

type ParsedHeaders = Partial<NonNullable<NonNullable<ParsedWebConfig['http_server_config']>['headers']>>;

function readHeaders(cursor: Cursor, parsed: ParsedHeaders): Readonly<Record<string, string>> {
  const set = Object.entries(parsed).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  for (const [name, value] of set) {
    try {
      validateHeaderValue(name, value);
    } catch {
      cursor.at(name).report('expected a text without line ends and control characters');
    }
  }
  return Object.fromEntries(set);
}

function readUsers(cursor: Cursor, parsed: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const users = new Map<string, string>();
  for (const [user, hash] of Object.entries(parsed)) {
    const place = cursor.at(user);
    if (user.includes(':')) place.report('expected a user without a colon, which no client can send');
    else if (typeof hash !== 'string' || !isBcryptHash(hash))
      place.report(
        `expected a bcrypt hash, as whmcs-stock-exporter hash-password prints it, found ${place.found()}`,
      );
    else users.set(user, hash);
  }
  return users;
}

/** Returns whether a text is a bcrypt hash of any cost, as in exporter-toolkit. */
function isBcryptHash(text: string): boolean {
  const cost = Number(/^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text)?.[1]);
  return cost >= 4 && cost <= 31;
}
