import { Router } from "express";
import { rateLimit } from "express-rate-limit";
import { clientAddress } from "./client-address.js";
import { endEarly } from "./end-early.js";
import { createNonces } from "./nonces.js";
import { readBody } from "./read-body.js";
import { ROUTES } from "./routes.js";
import { isSigned } from "./signature.js";
import { readEvent } from "./webhook-event.js";
const TIMESTAMP_HEADER = "x-stock-timestamp";
const SIGNATURE_HEADER = "x-stock-signature";
const BODY_LIMITS = { bytes: 64 * 1024, ms: 5e3 };
const CLOCK_WINDOW_MS = 5 * 6e4;
const MOST_NONCES = 2e4;
const RATE = { windowMs: 1e4, limit: 200 };
const STATUS = {
  rate_limited: 429,
  unknown_site: 404,
  too_large: 413,
  malformed: 401,
  signature: 401,
  stale: 401,
  replayed: 401
};
function createWebhook(deps) {
  const nonces = /* @__PURE__ */ new Map();
  const limitRejected = rateLimit({
    ...RATE,
    keyGenerator: ({ socket }) => clientAddress(socket),
    standardHeaders: false,
    legacyHeaders: false,
    validate: false,
    // its checks write text from a caller's headers to the console
    handler: (request, response) => reject(request, response, "rate_limited")
  });
  const router = Router();
  router.post(ROUTES.webhook.path, async (request, response) => {
    const { site } = request.params;
    const rejection = await receive(site, request);
    if (rejection === void 0) return void response.writeHead(202, { "Content-Length": 0 }).end();
    await limitRejected(request, response, () => reject(request, response, rejection));
  });
  router.all(ROUTES.webhook.path, (_request, response) => {
    response.writeHead(405, { Allow: ROUTES.webhook.methods.join(", "), "Content-Length": 0 }).end();
  });
  return router;
  async function receive(site, request) {
    const secret = deps.secretOf(site);
    if (!secret) return "unknown_site";
    const body = await readBody(request, deps.bodyLimits ?? BODY_LIMITS);
    if (typeof body === "string") return body;
    const { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature } = request.headers;
    if (typeof signature !== "string" || typeof timestamp !== "string") return "signature";
    if (!/^\d{1,11}$/.test(timestamp)) return "malformed";
    if (!isSigned(secret.reveal(), timestamp, body, signature)) return "signature";
    const sentAt = Number(timestamp) * 1e3;
    if (Math.abs(deps.now() - sentAt) > CLOCK_WINDOW_MS) return "stale";
    const event = readEvent(body);
    if (!event) return "malformed";
    const nonce = noncesOf(site).remember(event.nonce, sentAt + CLOCK_WINDOW_MS);
    if (nonce !== "new") return nonce === "known" ? "replayed" : "rate_limited";
    deps.observer.accepted(site, event.name);
    deps.log.debug({ site, event: event.name, product_ids: event.productIds }, "webhook call accepted");
    deps.changed(site, event.productIds);
    return void 0;
  }
  function noncesOf(site) {
    const known = nonces.get(site) ?? createNonces(MOST_NONCES, deps.now);
    nonces.set(site, known);
    return known;
  }
  function reject(request, response, reason) {
    deps.observer.rejected(reason);
    deps.log.debug({ path: request.path, reason }, "webhook call rejected");
    endEarly(request, response, STATUS[reason]);
  }
}
export {
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
  createWebhook
};
