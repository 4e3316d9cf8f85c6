import { crc32 } from "node:zlib";
const START = { crc: 0, length: 0 };
function joinSegments(segments, before = START) {
  return {
    segments,
    crc: segments.reduce((sum, { text }) => crc32(text, sum), before.crc),
    length: segments.reduce((sum, { text }) => sum + text.length, before.length)
  };
}
export {
  joinSegments
};
