import { resolve } from 'node:path';
import type { Cursor } from './cursor.js';
import { nameFile, readSecretFile } from './secret-file.js';
import { TextFileError } from './text-file.js';

/** Reads a key, or the file that the key with `_file` names. Returns undefined if neither can be read, which is reported. */
export async function readCredential(
  parent: Cursor,
  key: string,
  folder: string,
  isRequired: boolean,
): Promise<string | undefined> {
  const [value, file] = [parent.at(key), parent.at(`${key}_file`)];
  if (value.isSet && file.isSet) file.report(`${key} is set as well; set only one of the two`);
  else if (isRequired && !value.isSet && !file.isSet) parent.report(`neither ${key} nor ${key}_file is set`);
  else if (file.text !== undefined) return readNamedFile(file, folder, readSecretFile);
  return value.text;
}

/** Whoever knows it can make the exporter call WHMCS at will, so nobody must guess it. */
const LEAST_WEBHOOK_SECRET = 16;

export async function readWebhookSecret(webhook: Cursor, folder: string): Promise<string | undefined> {
  if (!webhook.isSet) return undefined;
  const secret = await readCredential(webhook, 'secret', folder, true);
  if (secret === undefined || secret.length >= LEAST_WEBHOOK_SECRET) return secret;
  webhook
    .at('secret')
    .report(
      `a secret of at least ${LEAST_WEBHOOK_SECRET} characters is needed; make one with: openssl rand -hex 32`,
    );
  return undefined;
}

/**
 * Reads the file that a key names.
 *
 * @param folder where a relative path begins.
 * @param read reads the file at a path; throws a `TextFileError` if it can't.
 */
export async function readNamedFile(
  file: Cursor,
  folder: string,
  read: (path: string) => Promise<string>,
): Promise<string | undefined> {
  if (file.text === undefined) return undefined;
  const path = resolve(folder, file.text);
  try {
    return await read(path);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    file.report(`${nameFile(file.text, path)} ${error.message}`);
    return undefined;
  }
}
