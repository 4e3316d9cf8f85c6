import { dirname, join } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { UserError } from '../user-error.js';
import { buildConfig, type LoadedConfig } from './build-config.js';
import type { Config } from './config.js';
import { ConfigError } from './problem.js';
import { MIB, readTextFile, TextFileError } from './text-file.js';
import { type Environment, readVariables } from './variables.js';
import { type ConfigDocument, readDocument } from './yaml/document.js';

/**
 * Reads a configuration and the tables that it names, with every default filled in.
 *
 * @param env what `${VAR}` refers to.
 * @throws {ConfigError} with every problem and its place in the file.
 */
export async function loadConfig(file: string, env: Environment): Promise<Config> {
  return (await loadParts(file, env)).config;
}

/**
 * Reads a configuration as `loadConfig` does, and returns where its limits are set as well.
 *
 * @param isMissingEmpty whether a table that is missing or has no text counts as an empty one.
 */
export async function loadParts(
  file: string,
  env: Environment,
  isMissingEmpty = false,
): Promise<LoadedConfig> {
  const text = await readConfigText(file);
  return buildConfig(await readConfigDocument(text, env), file, env, isMissingEmpty);
}

/**
 * Reads the text of a configuration.
 *
 * @throws {ConfigError} if it can't be read.
 */
export async function readConfigText(file: string): Promise<string> {
  try {
    return await readTextFile(file, 10 * MIB);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    const advice = error.code === undefined ? '' : '; name the configuration with --config.file';
    throw new ConfigError(file, [
      { line: error.line, column: 1, path: '', message: `${error.message}${advice}` },
    ]);
  }
}

/**
 * Parses the text of a configuration.
 *
 * @param file the name of the text in messages. Relative paths in it count from its folder.
 */
export async function parseConfig(text: string, env: Environment, file: string): Promise<Config> {
  return (await buildConfig(await readConfigDocument(text, env), file, env)).config;
}

const readConfigDocument = async (text: string, env: Environment): Promise<ConfigDocument> =>
  readDocument(text.replace(/^\uFEFF/, ''), await readVariables(text, env));

/**
 * Reads the variables of `.env` beside a configuration; none if there is no such file.
 *
 * @throws {UserError} if it can't be read.
 */
export async function readDotenv(configFile: string): Promise<Environment> {
  try {
    const text = await readTextFile(join(dirname(configFile), '.env'), MIB);
    return parseDotenv(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === 'ENOENT') return {};
    throw new UserError(`.env beside ${configFile}, line ${error.line}: ${error.message}`, { cause: error });
  }
}
