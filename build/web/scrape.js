import Negotiator from "negotiator";
import { ENCODINGS } from "../metrics/encoding.js";
import { CONTENT_TYPE } from "../metrics/text-format.js";
import { sendBody } from "./send-body.js";
import { sendText } from "./send-text.js";
function scrape({ exposition, places, stallMs }) {
  return async (request, response) => {
    const place = places.take(request.socket);
    if (!place) return sendText(response, 503, TOO_MANY, { "Retry-After": "1" });
    response.once("close", place.leave);
    const encoding = negotiate(request);
    const parts = await exposition(encoding);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    response.writeHead(200, HEADERS[encoding](length));
    if (request.method === "HEAD") response.end();
    else sendBody(response, parts, stallMs, place.progressed);
  };
}
const TOO_MANY = "Too many requests at once (--web.max-requests, of which one client has a quarter).";
function negotiate(request) {
  const negotiator = new Negotiator(request);
  return negotiator.encoding([...ENCODINGS], { preferred: ENCODINGS }) === "gzip" ? "gzip" : "identity";
}
const shared = {
  "Content-Type": CONTENT_TYPE,
  Vary: "Accept-Encoding",
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff"
};
const HEADERS = {
  identity: (length) => ({ ...shared, "Content-Length": length }),
  gzip: (length) => ({ ...shared, "Content-Length": length, "Content-Encoding": "gzip" })
};
export {
  scrape
};
