import { WhmcsError } from "./reasons.js";
async function readBody(answer, limitBytes, received) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    received(chunk.byteLength);
    if (bytes > limitBytes) {
      throw new WhmcsError("too_large", `the answer is larger than the body limit of ${limitBytes} bytes`, {
        status: answer.status
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString("utf8");
}
export {
  readBody
};
