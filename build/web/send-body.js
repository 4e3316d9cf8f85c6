const PIECE_BYTES = 256 * 1024;
function sendBody(response, parts, stallMs, progressed = () => {
}) {
  const pieces = parts.flatMap(cut);
  const stalled = setTimeout(() => response.destroy(), stallMs);
  response.once("close", () => clearTimeout(stalled));
  function sendNext() {
    const piece = pieces.shift();
    if (pieces.length === 0) return void response.end(piece);
    response.write(piece, (error) => {
      if (error) return;
      stalled.refresh();
      progressed();
      sendNext();
    });
  }
  sendNext();
}
const cut = (part) => part.length <= PIECE_BYTES ? [part] : Array.from(
  { length: Math.ceil(part.length / PIECE_BYTES) },
  (_, index) => part.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES)
);
export {
  sendBody
};
