import { isUtf8 } from "node:buffer";
import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { systemCode } from "../error-code.js";
const KIB = 2 ** 10;
const MIB = 2 ** 20;
class TextFileError extends Error {
  constructor(message, line = 1, code) {
    super(message);
    this.line = line;
    this.code = code;
  }
  line;
  code;
  name = "TextFileError";
}
async function readTextFile(path, mostBytes) {
  if (path.includes("\0")) throw new TextFileError("has a NUL character in its path");
  const kind = kindOf(await stat(path).catch(refused));
  if (kind !== void 0) throw new TextFileError(`is ${kind}, not a regular file`);
  const bytes = await readBytes(path, mostBytes).catch(refused);
  if (bytes.length > mostBytes) throw new TextFileError(`is larger than ${sizeOf(mostBytes)}`);
  checkEncoding(bytes);
  return bytes.toString("utf8");
}
function refused(error) {
  const code = systemCode(error);
  throw new TextFileError(`can't be read (${code})`, 1, code);
}
function kindOf(found) {
  if (found.isFile()) return void 0;
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  return found.isSocket() ? "a socket" : "a device";
}
async function readBytes(path, mostBytes) {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const chunks = [];
  for await (const chunk of handle.createReadStream({ end: mostBytes })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const sizeOf = (bytes) => bytes < MIB ? `${bytes / KIB} KiB` : `${bytes / MIB} MiB`;
const SIGNATURES = [
  [/^(504b0304|d0cf11e0)/, "is a workbook, not text; save its table as CSV in UTF-8"],
  [/^3082/, "is binary, perhaps a certificate in DER form; convert it to PEM"],
  [/^(fffe|feff)/, "is text in UTF-16; save it as UTF-8"]
];
function checkEncoding(bytes) {
  const start = bytes.toString("hex", 0, 4);
  const signature = SIGNATURES.find(([pattern]) => pattern.test(start));
  if (signature) throw new TextFileError(signature[1]);
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw new TextFileError(
      "holds a NUL character, so perhaps text in UTF-16; save it as UTF-8",
      lineOf(bytes, nul)
    );
  if (isUtf8(bytes)) return;
  const message = "is not UTF-8, so perhaps Latin-1 or Windows-1252; save it as UTF-8";
  throw new TextFileError(message, lineOf(bytes, firstBadLine(bytes)));
}
function firstBadLine(bytes) {
  let begin = 0;
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(begin, end)); end = bytes.indexOf(10, begin))
    begin = end + 1;
  return begin;
}
const lineOf = (bytes, offset) => bytes.subarray(0, offset).toString("latin1").split("\n").length;
export {
  KIB,
  MIB,
  TextFileError,
  readTextFile
};
