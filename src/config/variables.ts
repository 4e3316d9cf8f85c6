import { nameFile, readSecretFile } from './secrets/secret-file.js';
import { TextFileError } from './text-file.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of `${NAME}`, or a problem. A variable that is unset or empty has no value. */
export type Variable = { readonly value?: string | undefined; readonly problem?: string };
export type Variables = (name: string) => Variable;

/**
 * Reads the variables that a text refers to. One that is unset is read from the file that `NAME_FILE` names,
 * as images take their secrets.
 */
export async function readVariables(text: string, env: Environment): Promise<Variables> {
  const fromFiles = new Map<string, Variable>();
  for (const [, name = ''] of text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)) {
    const file = env[`${name}_FILE`];
    if (!env[name] && file && !fromFiles.has(name)) fromFiles.set(name, await readFrom(file, name));
  }
  return (name) => {
    const value = env[name];
    return value ? { value } : (fromFiles.get(name) ?? {});
  };
}

async function readFrom(file: string, name: string): Promise<Variable> {
  try {
    return { value: await readSecretFile(file) };
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    return { problem: `${nameFile(file)}, which ${name}_FILE names, ${error.message}` };
  }
}
