import { resolve } from "node:path";
import { describeOddSecret } from "./odd-secret.js";
import { nameFile, readSecretFile } from "./secret-file.js";
import { TextFileError } from "./text-file.js";
const MOST_CHARACTERS = 4096;
async function readCredential(parent, key, folder, isRequired) {
  const [value, file] = [parent.at(key), parent.at(`${key}_file`)];
  if (value.isSet && file.isSet) file.report(`${key} is set as well; set only one of the two`);
  if (isRequired && !value.isSet && !file.isSet) parent.report(`neither ${key} nor ${key}_file is set`);
  const isInFile = file.isSet && !value.isSet;
  const secret = isInFile ? await readNamedFile(file, folder, readSecretFile) : value.text;
  if (secret === void 0) return void 0;
  const [place, name] = isInFile ? [file, "the text of the file"] : [value, value.found()];
  if (secret.length > MOST_CHARACTERS) place.report(`${name} is longer than ${MOST_CHARACTERS} characters`);
  const oddity = describeOddSecret(secret);
  if (oddity !== void 0) place.warn(`${name} ${oddity}`);
  return secret;
}
const LEAST_WEBHOOK_SECRET = 16;
async function readWebhookSecret(webhook, folder) {
  if (!webhook.isSet) return void 0;
  const secret = await readCredential(webhook, "secret", folder, true);
  if (secret === void 0 || secret.length >= LEAST_WEBHOOK_SECRET) return secret;
  webhook.at("secret").report(
    `a secret of at least ${LEAST_WEBHOOK_SECRET} characters is needed; make one with: openssl rand -hex 32`
  );
  return void 0;
}
async function readNamedFile(file, folder, read) {
  if (file.text === void 0) return void 0;
  const path = resolve(folder, file.text);
  try {
    return await read(path);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    file.report(`${nameFile(file.text, path)} ${error.message}`);
    return void 0;
  }
}
export {
  readCredential,
  readNamedFile,
  readWebhookSecret
};
