import { readFile, realpath } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { type Document, parseDocument } from 'yaml';
import type { Config } from '../config/config.js';
import { keepNames, readDocument } from '../config/document.js';
import { expand, isTemplate } from '../config/expand.js';
import { buildConfig, readConfigText, readDotenv } from '../config/load.js';
import { ConfigError } from '../config/problem.js';
import { type Environment, readVariables, type Variables } from '../config/variables.js';
import { systemCode } from '../error-code.js';
import { UserError } from '../user-error.js';
import type { Edited } from './layout.js';
import { PARSING } from './parsing.js';

/** A configuration that is good, with the text it was read from. */
export type ConfigFile = {
  readonly path: string;
  readonly text: string;
  readonly env: Environment;
  readonly config: Config;
  /** The text with its comments and order, to be edited once. */
  readonly document: Document;
};

/**
 * Reads a configuration as the exporter does.
 *
 * @throws {ConfigError} with all that is wrong.
 */
export async function openConfig(path: string, outer: Environment): Promise<ConfigFile> {
  const env = { ...(await readDotenv(path)), ...outer };
  const text = await readConfigText(path);
  const read = readDocument(text, await readVariables(text, env));
  return { path, text, env, config: (await buildConfig(read, path, env)).config, document: read.editable() };
}

/** The text as a document to edit, which knows comments and order. */
export function editable(text: string): Document {
  const document = parseDocument(text, PARSING);
  keepNames(document);
  return document;
}

/**
 * Puts a text in a configuration's place at once or not at all. Mode and owner stay, and a link stays one to the same file.
 *
 * @param before what the text was made from.
 * @throws {Error} where the file was changed since, or it or its folder can't be written.
 */
export async function replaceFile(path: string, before: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8')) !== before)
    throw new UserError(`${path} was changed by someone else meanwhile; nothing was written, try again`);
  try {
    await writeFileAtomic(await realpath(path), text);
  } catch (error) {
    throw new UserError(`${path} can't be written (${systemCode(error)}); nothing was changed`, {
      cause: error,
    });
  }
}

/**
 * Takes the text of an edit, with its layout where that means what it should, and holds it against what the exporter accepts.
 *
 * @throws {Error} where it would not accept it.
 */
export async function acceptEdit({ env, path }: ConfigFile, { kept, plain, value }: Edited): Promise<string> {
  const variables = await readVariables(kept, env);
  const read = readDocument(kept, variables);
  const isKept = isDeepStrictEqual(read.value, expandAll(value, variables));
  try {
    await buildConfig(isKept ? read : readDocument(plain, variables), path, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UserError(`the configuration would not be good, so nothing was written:\n${error.message}`, {
      cause: error,
    });
  }
  return isKept ? kept : plain;
}

/** A value of YAML with its variables replaced, as reading a configuration does. */
function expandAll(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return isTemplate(value) ? expand(value, variables).text : value;
  if (Array.isArray(value)) return value.map((element) => expandAll(element, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expandAll(inner, variables)]));
}
