import { gzipSync } from "node:zlib";
const PAGE = "<!DOCTYPE html>\n<html><head><title>Just a moment</title></head><body><h1>Please come back later</h1></body></html>\n";
function nextFault(faults, action) {
  if (faults.action !== void 0 && faults.action !== action) return void 0;
  if (faults.times === void 0) return faults.fault;
  if (faults.times <= 0) return void 0;
  faults.times -= 1;
  return faults.fault;
}
function nextLatency(faults) {
  if (faults.latencyMs <= 0 || faults.latencyTimes === void 0) return faults.latencyMs;
  if (faults.latencyTimes <= 0) return 0;
  faults.latencyTimes -= 1;
  return faults.latencyMs;
}
function inflict(fault, response, good) {
  const socket = response.socket;
  switch (fault.kind) {
    case "status":
      response.writeHead(fault.status, { "Content-Type": "text/html", ...fault.headers }).end(fault.body ?? PAGE);
      return;
    case "page":
      response.writeHead(200, { "Content-Type": "text/html" }).end(PAGE);
      return;
    case "empty":
      response.writeHead(200, { "Content-Length": 0 }).end();
      return;
    case "cut":
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": good.length });
      response.write(good.subarray(0, good.length / 2), () => socket?.destroy());
      return;
    case "wrong length":
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": good.length + 100 });
      response.write(good);
      return;
    case "drip":
      drip(response, good, fault.bytes, fault.everyMs);
      return;
    case "garbage":
      response.writeHead(200, { "Content-Type": "application/json" }).end(Buffer.from([0, 255, 254, 1, 2, 200, 10]));
      return;
    case "not http":
      socket?.end("220 mail.example ESMTP\r\n");
      return;
    case "huge":
      huge(response, fault.bytes, fault.gzip);
      return;
    case "reset":
      socket?.resetAndDestroy();
      return;
    case "hang":
      return;
  }
}
function drip(response, body, bytes, everyMs) {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.once("close", () => clearInterval(timer));
}
function huge(response, bytes, gzip) {
  if (gzip) {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" });
    response.end(gzipSync(Buffer.alloc(bytes, " ")));
    return;
  }
  response.writeHead(200, { "Content-Type": "application/json" });
  const chunk = Buffer.alloc(64 * 1024, " ");
  let left = bytes;
  const pour = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once("drain", pour);
        return;
      }
    }
    response.end();
  };
  pour();
}
export {
  inflict,
  nextFault,
  nextLatency
};
