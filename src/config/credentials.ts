import { resolve } from 'node:path';
import type { Cursor } from './cursor.js';
import { describeOddSecret } from './secrets/odd-secret.js';
import { nameFile, readSecretFile } from './secrets/secret-file.js';
import { TextFileError } from './text-file.js';

/** A longer text is probably a file that was named by mistake. */
const MOST_CHARACTERS = 4_096;

/**
 * Reads a key, or the file that the key with `_file` names. Returns undefined if neither can be read, which
 * is reported.
 */
export async function readCredential(
  parent: Cursor,
  key: string,
  folder: string,
  isRequired: boolean,
): Promise<string | undefined> {
  const [value, file] = [parent.at(key), parent.at(`${key}_file`)];
  if (value.isSet && file.isSet) file.report(`${key} is set as well; set only one of the two`);
  if (isRequired && !value.isSet && !file.isSet) parent.report(`neither ${key} nor ${key}_file is set`);
  const isInFile = file.isSet && !value.isSet;
  const secret = isInFile ? await readNamedFile(file, folder, readSecretFile) : value.text;
  if (secret === undefined) return undefined;
  const [place, name] = isInFile ? [file, 'the text of the file'] : [value, value.found()];
  if (secret.length > MOST_CHARACTERS) place.report(`${name} is longer than ${MOST_CHARACTERS} characters`);
  const oddity = describeOddSecret(secret);
  if (oddity !== undefined) place.warn(`${name} ${oddity}`);
  return secret;
}

/** A guessed secret would let anyone make the exporter call WHMCS. */
const LEAST_WEBHOOK_SECRET = 16;

/** Reads the secret of a webhook, and the previous one if it is set. */
export async function readWebhookSecrets(webhook: Cursor, folder: string): Promise<readonly string[]> {
  if (!webhook.isSet) return [];
  const current = await readWebhookSecret(webhook, 'secret', folder);
  const previous = await readWebhookSecret(webhook, 'previous_secret', folder);
  return [current, previous].filter((secret) => secret !== undefined);
}

async function readWebhookSecret(webhook: Cursor, key: string, folder: string): Promise<string | undefined> {
  const secret = await readCredential(webhook, key, folder, key === 'secret');
  if (secret === undefined || secret.length >= LEAST_WEBHOOK_SECRET) return secret;
  webhook
    .at(key)
    .report(
      `a secret of at least ${LEAST_WEBHOOK_SECRET} characters is needed; make one with: openssl rand ` +
        '-hex 32',
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
