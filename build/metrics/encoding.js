const ENCODINGS = ["gzip", "identity"];
const GZIP_HEADER = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);
const FINAL_BLOCK = Buffer.from([3, 0]);
function encodeStart({ segments }, encoding) {
  return encoding === "identity" ? Buffer.concat(segments.map(({ text }) => text)) : Buffer.concat([GZIP_HEADER, ...segments.map(({ deflated }) => deflated)]);
}
function encodeEnd(pages, encoding) {
  const segments = pages.flatMap((page) => page.segments);
  if (encoding === "identity") return Buffer.concat(segments.map(({ text }) => text));
  const { crc, length } = pages.at(-1) ?? { crc: 0, length: 0 };
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return Buffer.concat([...segments.map(({ deflated }) => deflated), FINAL_BLOCK, trailer]);
}
export {
  ENCODINGS,
  encodeEnd,
  encodeStart
};
