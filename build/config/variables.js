import { nameFile, readSecretFile } from "./secret-file.js";
import { TextFileError } from "./text-file.js";
async function readVariables(text, env) {
  const fromFiles = /* @__PURE__ */ new Map();
  for (const [, name = ""] of text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)) {
    const file = env[`${name}_FILE`];
    if (!env[name] && file && !fromFiles.has(name)) fromFiles.set(name, await readFrom(file, name));
  }
  return (name) => {
    const value = env[name];
    return value ? { value } : fromFiles.get(name) ?? {};
  };
}
async function readFrom(file, name) {
  try {
    return { value: await readSecretFile(file) };
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    return { problem: `${nameFile(file)}, which ${name}_FILE names, ${error.message}` };
  }
}
export {
  readVariables
};
