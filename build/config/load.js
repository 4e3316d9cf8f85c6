import { dirname, join } from "node:path";
import { parse as parseDotenv } from "dotenv";
import { UserError } from "../user-error.js";
import { buildConfig } from "./build.js";
import { readDocument } from "./document.js";
import { ConfigError } from "./problem.js";
import { MIB, readTextFile, TextFileError } from "./text-file.js";
import { readVariables } from "./variables.js";
async function loadConfig(file, env) {
  return (await loadParts(file, env)).config;
}
async function loadParts(file, env, isMissingEmpty = false) {
  const text = await readConfigText(file);
  return buildConfig(await readConfigDocument(text, env), file, env, isMissingEmpty);
}
async function readConfigText(file) {
  try {
    return await readTextFile(file, 10 * MIB);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    const advice = error.code === void 0 ? "" : "; name the configuration with --config.file";
    throw new ConfigError(file, [
      { line: error.line, column: 1, path: "", message: `${error.message}${advice}` }
    ]);
  }
}
async function parseConfig(text, env, file) {
  return (await buildConfig(await readConfigDocument(text, env), file, env)).config;
}
const readConfigDocument = async (text, env) => readDocument(text.replace(/^\uFEFF/, ""), await readVariables(text, env));
async function readDotenv(configFile) {
  try {
    const text = await readTextFile(join(dirname(configFile), ".env"), MIB);
    return parseDotenv(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === "ENOENT") return {};
    throw new UserError(`.env beside ${configFile}, line ${error.line}: ${error.message}`, { cause: error });
  }
}
export {
  loadConfig,
  loadParts,
  parseConfig,
  readConfigText,
  readDotenv
};
