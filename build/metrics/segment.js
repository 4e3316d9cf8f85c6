import { promisify } from "node:util";
import { constants, deflateRaw, deflateRawSync } from "node:zlib";
const EMPTY_SEGMENT = { text: Buffer.alloc(0), deflated: Buffer.alloc(0) };
const SMALL_BYTES = 48 * 1024;
const OPTIONS = { finishFlush: constants.Z_FULL_FLUSH, level: constants.Z_BEST_SPEED };
const deflateElsewhere = promisify(deflateRaw);
async function createSegment(text) {
  const bytes = Buffer.from(text);
  if (bytes.length <= SMALL_BYTES) return createSegmentSync(text);
  return { text: bytes, deflated: await deflateElsewhere(bytes, OPTIONS) };
}
function createSegmentSync(text) {
  if (text === "") return EMPTY_SEGMENT;
  const bytes = Buffer.from(text);
  return { text: bytes, deflated: deflateRawSync(bytes, OPTIONS) };
}
export {
  EMPTY_SEGMENT,
  createSegment,
  createSegmentSync
};
