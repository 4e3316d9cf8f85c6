import type { ServerResponse } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Secret } from '../config/secret.js';
import type { Rejection, WebhookObserver } from '../metrics/webhook-telemetry.js';
import { createNonces, type Nonces } from './nonces.js';
import { isSigned } from './signature.js';
import { readEvent } from './webhook-event.js';

export type WebhookDeps = {
  /** What a site's calls are signed with, by its name. A site without one, or unknown, takes no calls. */
  readonly secretOf: (site: string) => Secret | undefined;
  /** Unix time in ms. */
  readonly now: () => number;
  /** Told of products of a site that may have changed; no id means any. */
  readonly changed: (site: string, productIds: readonly number[]) => void;
  readonly observer: WebhookObserver;
  readonly log: { debug(fields: object, message: string): void };
};

export const TIMESTAMP_HEADER = 'x-stock-timestamp';
export const SIGNATURE_HEADER = 'x-stock-signature';

const BODY_LIMIT_BYTES = 64 * 1024;
/** How far a call's timestamp may be from our clock, either way. */
const CLOCK_WINDOW_MS = 5 * 60_000;
const MOST_NONCES = 20_000;
/** Refused calls of one address. */
const RATE = { windowMs: 10_000, limit: 200 };

/** All that a caller learns; the reason is counted. */
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
 * Takes the calls by which a WHMCS tells what changed, at `POST /webhooks/whmcs/SITE`, and answers before anything is read: the caller
 * may be holding up a customer's page.
 */
export function createWebhook(deps: WebhookDeps): express.Router {
  const nonces = new Map<string, Nonces>();

  function noncesOf(site: string): Nonces {
    const known = nonces.get(site) ?? createNonces(MOST_NONCES, deps.now);
    nonces.set(site, known);
    return known;
  }

  function reject(response: ServerResponse, reason: Rejection, site?: string): void {
    deps.observer.rejected(reason);
    deps.log.debug({ site, reason }, 'a webhook call was refused');
    response.writeHead(STATUS[reason], { 'Content-Length': 0 }).end();
  }

  /** What is wrong with a call; where nothing is, what it tells is passed on. */
  function take(site: string, secret: Secret, headers: Signature, body: Buffer): Rejection | undefined {
    const { timestamp, signature } = headers;
    if (signature === undefined || timestamp === undefined) return 'signature';
    if (!/^\d{1,11}$/.test(timestamp)) return 'malformed';
    if (!isSigned(secret.reveal(), timestamp, body, signature)) return 'signature';
    const sentAt = Number(timestamp) * 1000;
    if (Math.abs(deps.now() - sentAt) > CLOCK_WINDOW_MS) return 'stale';
    const event = readEvent(body);
    if (!event) return 'malformed';
    const nonce = noncesOf(site).remember(event.nonce, sentAt + CLOCK_WINDOW_MS);
    if (nonce !== 'new') return nonce === 'known' ? 'replayed' : 'rate_limited';
    deps.observer.accepted(site, event.name);
    deps.log.debug({ site, event: event.name, product_ids: event.productIds }, 'a webhook call');
    deps.changed(site, event.productIds);
    return undefined;
  }

  /** What is refused is limited by itself, so that no flood of it can keep out a call that is signed. */
  const limit = rateLimit({
    ...RATE,
    standardHeaders: false,
    legacyHeaders: false,
    validate: false, // its checks write to the console what a caller's headers make them say
    handler: (_request, response) => reject(response, 'rate_limited'),
  });

  const known: RequestHandler<{ site: string }> = (request, response, next) => {
    if (deps.secretOf(request.params.site)) return next();
    response.locals.rejection = 'unknown_site';
    next('route');
  };

  const answer: RequestHandler<{ site: string }> = (request, response, next) => {
    const { site } = request.params;
    const secret = deps.secretOf(site);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const headers = { timestamp: request.get(TIMESTAMP_HEADER), signature: request.get(SIGNATURE_HEADER) };
    const rejection = secret ? take(site, secret, headers, body) : 'unknown_site';
    if (rejection === undefined) return void response.writeHead(202, { 'Content-Length': 0 }).end();
    response.locals.rejection = rejection;
    next();
  };

  const refuse: RequestHandler<{ site: string }> = (request, response) =>
    reject(response, response.locals.rejection, request.params.site);

  const router = express.Router();
  const raw = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });
  const path = '/webhooks/whmcs/:site';
  router.post(path, known, raw, unreadable, answer);
  router.post(path, limit, refuse);
  router.all(path, (_request, response) => {
    response.writeHead(405, { Allow: 'POST', 'Content-Length': 0 }).end();
  });
  return router;
}

type Signature = { readonly timestamp: string | undefined; readonly signature: string | undefined };

/** A body that could not be taken: too large, compressed, or cut off. */
const unreadable: ErrorRequestHandler = (error, _request, response, next) => {
  response.locals.rejection = error.status === 413 ? 'too_large' : 'malformed';
  next('route');
};
