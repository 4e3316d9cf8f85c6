import { readFileSync } from 'node:fs';
import { systemCode } from '../error-code.js';

/** One that is unset or empty has no value; a problem is in words. */
type Variable = { readonly value?: string; readonly problem?: string };

/**
 * What a variable holds: its own value, or else the text of the file that a variable of its name and `_FILE` names, as images take their
 * secrets. Line ends after it, and a byte order mark before it, are no part of it.
 */
export function readVariable(name: string, env: Readonly<Record<string, string | undefined>>): Variable {
  const value = env[name];
  if (value) return { value };
  const file = env[`${name}_FILE`];
  if (!file) return {};
  try {
    const text = readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .replace(/[\r\n]+$/, '');
    return text.trim() === ''
      ? { problem: `the file ${file}, which ${name}_FILE names, is empty` }
      : { value: text };
  } catch (error) {
    return { problem: `the file ${file}, which ${name}_FILE names, can't be read (${systemCode(error)})` };
  }
}
