const LINGER_MS = 1e3;
const LINGER_BYTES = 2 ** 20;
function endEarly(request, response, status) {
  if (request.complete) return void response.writeHead(status, { "Content-Length": 0 }).end();
  response.writeHead(status, { "Content-Length": 0, Connection: "close" }).flushHeaders();
  let left = LINGER_BYTES;
  const end = () => void response.end();
  const timer = setTimeout(end, LINGER_MS);
  response.once("close", () => clearTimeout(timer));
  request.once("end", end).on("data", (chunk) => {
    left -= chunk.length;
    if (left < 0) end();
  });
  request.resume();
}
export {
  endEarly
};
