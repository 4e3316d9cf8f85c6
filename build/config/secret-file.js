import { KIB, readTextFile, TextFileError } from "./text-file.js";
const MOST_BYTES = 64 * KIB;
async function readSecretFile(path) {
  const text = await readTextFile(path, MOST_BYTES);
  const secret = text.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "");
  if (secret.trim() === "") throw new TextFileError("is empty");
  return secret;
}
function nameFile(written, path = written) {
  const isPath = /[/.]/.test(written) && /^[\p{L}\p{N} /._~@:-]{1,256}$/u.test(written);
  return isPath ? `the file ${path}` : `the file (a name of ${written.length} characters)`;
}
export {
  nameFile,
  readSecretFile
};
