import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import type { z } from 'zod';
import { errorCode } from '../error-code.js';
import type { Config } from './config.js';
import { type ConfigDocument, readDocument } from './document.js';
import { ConfigError, type Problem, renderPath } from './problem.js';
import { configSchema } from './schema.js';
import { buildSite } from './site.js';
import { resolveSites } from './sites.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_CONCURRENCY = 8;

/**
 * Reads a configuration, with every default filled in.
 *
 * @param env what `${VAR}` refers to.
 * @throws {ConfigError} with all that is wrong, each with its place in the file.
 */
export async function loadConfig(file: string, env: Environment): Promise<Config> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const message = `can't be read (${errorCode(error) ?? 'unreadable'}); name the configuration with --config.file`;
    throw new ConfigError(file, [{ line: 1, column: 1, path: '', message }]);
  }
  return parseConfig(text, env, file);
}

/**
 * The same for a text.
 *
 * @param file what the text is called in messages; files that it names are looked for beside it.
 */
export async function parseConfig(text: string, env: Environment, file: string): Promise<Config> {
  return buildConfig(readDocument(text, env), file);
}

/** The same for a document that was read already. */
export async function buildConfig(document: ConfigDocument, file: string): Promise<Config> {
  if (document.value === undefined && document.problems.length > 0)
    throw new ConfigError(file, document.problems);
  const parsed = configSchema.safeParse(document.value);
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, document));
  const resolved = await resolveSites(document, dirname(file));
  const problems = [...document.problems, ...shape, ...resolved.problems];
  if (!parsed.success || problems.length > 0) throw new ConfigError(file, problems);
  const { collector, defaults, sites } = parsed.data;
  return {
    collector: { concurrency: collector?.concurrency ?? DEFAULT_CONCURRENCY },
    sites: sites.flatMap((site, index) => {
      const found = resolved.sites[index];
      return found ? [buildSite(site, defaults, found)] : [];
    }),
  };
}

/** What `.env` beside a configuration says; nothing where there is no such file. */
export async function readDotenv(configFile: string): Promise<Environment> {
  try {
    return parseDotenv(await readFile(join(dirname(configFile), '.env')));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return {};
    throw new Error(`.env beside ${configFile} can't be read (${code ?? 'unreadable'})`, { cause: error });
  }
}

/** Keys whose values are never repeated in a message. */
const PRIVATE_KEYS = new Set<PropertyKey | undefined>(['identifier', 'secret', 'access_key', 'proxy', 'url']);

function describeIssue(issue: z.core.$ZodIssue, document: ConfigDocument): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...document.locateKey([...issue.path, key]),
      path: renderPath(issue.path),
      message: `unknown key ${JSON.stringify(key)}`,
    }));
  }
  if (document.isPendingAt(issue.path)) return [];
  const written = document.written(issue.path);
  const found = PRIVATE_KEYS.has(issue.path.at(-1)) && written.startsWith('"') ? 'another text' : written;
  return [
    {
      ...document.locate(issue.path),
      path: renderPath(issue.path),
      message: `${issue.message}, found ${found}`,
    },
  ];
}
