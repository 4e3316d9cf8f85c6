import type { IncomingMessage } from 'node:http';
import { type Request, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Secret } from '../config/secrets/secret.js';
import type { Rejection, WebhookObserver } from '../metrics/exporter-telemetry.js';
import { clientAddress } from './client-address.js';
import { endEarly } from './end-early.js';
import { createNonces, type Nonces } from './nonces.js';
import { type BodyLimits, LARGEST_BODY, readRequestBody } from './request-body.js';
import { ROUTES } from './routes.js';
import { isSigned } from './signature.js';
import { readEvent } from './webhook-event.js';

export type WebhookDeps = {
  /** Returns the secret that a site's calls are signed with. A site without one takes no calls. */
  readonly secretOf: (site: string) => Secret | undefined;
  /** Unix time in ms. */
  readonly now: () => number;
  /** Called with the products of a site that may have changed; no id means any. */
  readonly changed: (site: string, productIds: readonly number[]) => void;
  readonly observer: WebhookObserver;
  readonly log: { debug(fields: object, message: string): void };
  readonly bodyLimits?: BodyLimits;
};

export const TIMESTAMP_HEADER = 'x-stock-timestamp';
export const SIGNATURE_HEADER = 'x-stock-signature';

const BODY_LIMITS: BodyLimits = { bytes: LARGEST_BODY, ms: 5_000 };
/** How far a call's timestamp may be from our clock, either way. */
const CLOCK_WINDOW_MS = 5 * 60_000;
const MOST_NONCES = 20_000;
/**
 * Refused calls of one client address. They have a limit of their own, so that they never keep out a signed
 * call.
 */
const RATE = { windowMs: 10_000, limit: 200 };

/** All that a caller learns. The reason is counted. */
const STATUS: Readonly<Record<Rejection, number>> = {
  rate_limited: 429,
  unknown_site: 404,
  too_large: 413,
  malformed: 401,
  signature: 401,
  stale: 401,
  replayed: 401,
};

/**
 * Creates the handler of `POST /webhooks/whmcs/SITE`, by which WHMCS reports changes. It answers before it
 * calls WHMCS, because a customer's page may wait for the answer.
 */
export function createWebhook(deps: WebhookDeps): Router {
  const nonces = new Map<string, Nonces>();
  const limitRejected = rateLimit({
    ...RATE,
    keyGenerator: ({ socket }) => clientAddress(socket),
    standardHeaders: false,
    legacyHeaders: false,
    validate: false, // its checks write text from a caller's headers to the console
    handler: (request, response) => reject(request, response, 'rate_limited'),
  });

  const router = Router();
  router.post(ROUTES.webhook.path, async (request: Request<{ site: string }>, response) => {
    const { site } = request.params;
    const rejection = await receive(site, request);
    if (rejection === undefined) return void response.writeHead(202, { 'Content-Length': 0 }).end();
    await limitRejected(request, response, () => reject(request, response, rejection));
  });
  router.all(ROUTES.webhook.path, (_request, response) => {
    response.writeHead(405, { Allow: ROUTES.webhook.methods.join(', '), 'Content-Length': 0 }).end();
  });
  return router;

  /** Accepts a call. Returns the reason if the call is refused. */
  async function receive(site: string, request: IncomingMessage): Promise<Rejection | undefined> {
    const secret = deps.secretOf(site);
    if (!secret) return 'unknown_site';
    const body = await readRequestBody(request, deps.bodyLimits ?? BODY_LIMITS);
    if (typeof body === 'string') return body;
    const { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature } = request.headers;
    if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'signature';
    if (!/^\d{1,11}$/.test(timestamp)) return 'malformed';
    if (!isSigned(secret.reveal(), timestamp, body, signature)) return 'signature';
    const sentAt = Number(timestamp) * 1000;
    if (Math.abs(deps.now() - sentAt) > CLOCK_WINDOW_MS) return 'stale';
    const event = readEvent(body);
    if (!event) return 'malformed';
    const nonce = noncesOf(site).remember(event.nonce, sentAt + CLOCK_WINDOW_MS);
    if (nonce !== 'new') return nonce === 'known' ? 'replayed' : 'rate_limited';
    deps.observer.accepted(site, event.name);
    deps.log.debug({ site, event: event.name, product_ids: event.productIds }, 'webhook call accepted');
    deps.changed(site, event.productIds);
    return undefined;
  }

  function noncesOf(site: string): Nonces {
    const known = nonces.get(site) ?? createNonces(MOST_NONCES, deps.now);
    nonces.set(site, known);
    return known;
  }

  function reject(request: Request, response: Response, reason: Rejection): void {
    deps.observer.rejected(reason);
    deps.log.debug({ path: request.path, reason }, 'webhook call rejected');
    endEarly(request, response, STATUS[reason]);
  }
}
