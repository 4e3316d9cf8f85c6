import { type Request, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Rejection, WebhookObserver } from '../metrics/exporter-telemetry.js';
import { clientAddress } from './client-address.js';
import { endEarly } from './end-early.js';
import { ROUTES } from './routes.js';
import { createAcceptCall, type SignedCallsDeps } from './signed-call.js';
import { answerSoldOut, readSoldOutCall, type SoldOutDeps } from './sold-out-answer.js';
import { readEvent } from './webhook-event.js';

export type WebhookDeps = SignedCallsDeps &
  SoldOutDeps & {
    /** Called with the products of a site that may have changed; no id means any. */
    readonly changed: (site: string, productIds: readonly number[]) => void;
    readonly observer: WebhookObserver;
    readonly log: SignedCallsDeps['log'] & { debug(fields: object, message: string): void };
  };

/**
 * Refused calls of one client address. They have a limit of their own, so that they never keep out a signed
 * call.
 */
const RATE = { windowMs: 10_000, limit: 200 };

/** The caller gets only the status; the reason is counted. */
const STATUS: Readonly<Record<Rejection, number>> = {
  rate_limited: 429,
  unknown_site: 404,
  too_large: 413,
  malformed: 401,
  signature: 401,
  stale: 401,
  replayed: 401,
};

type SiteRequest = Request<{ site: string }>;

/**
 * Creates the handlers of the signed calls of WHMCS: `POST /webhooks/whmcs/SITE`, by which it reports
 * changes, and `POST /webhooks/whmcs/SITE/sold-out`, by which it asks what is sold out. They answer without a
 * call to WHMCS, because a customer's page may wait for the answer.
 */
export function createWebhook(deps: WebhookDeps): Router {
  const limitRejected = rateLimit({
    ...RATE,
    keyGenerator: ({ socket }) => clientAddress(socket),
    standardHeaders: false,
    legacyHeaders: false,
    validate: false, // its checks write text from a caller's headers to the console
    handler: (request, response) => reject(request, response, 'rate_limited'),
  });
  const acceptEvent = createAcceptCall(deps, readEvent);
  // A sold-out call changes nothing, so its nonce need not survive a restart.
  const acceptSoldOut = createAcceptCall({ ...deps, nonceStore: undefined }, readSoldOutCall);

  const router = Router();
  router.post(ROUTES.webhook.path, async (request: SiteRequest, response) => {
    const { site } = request.params;
    const accepted = await acceptEvent(site, request);
    if (typeof accepted === 'string') return refuse(request, response, accepted);
    const { name, productIds } = accepted.content;
    deps.observer.accepted(site, name);
    deps.log.debug({ site, event: name, product_ids: productIds }, 'webhook call accepted');
    deps.changed(site, productIds);
    response.writeHead(202, { 'Content-Length': 0 }).end();
  });
  router.post(ROUTES.soldOut.path, async (request: SiteRequest, response) => {
    const { site } = request.params;
    const accepted = await acceptSoldOut(site, request);
    if (typeof accepted === 'string') return refuse(request, response, accepted);
    answerSoldOut(deps, site, accepted, response);
  });
  for (const { path, methods } of [ROUTES.webhook, ROUTES.soldOut])
    router.all(path, (_request, response) => {
      response.writeHead(405, { Allow: methods.join(', '), 'Content-Length': 0 }).end();
    });
  return router;

  async function refuse(request: SiteRequest, response: Response, reason: Rejection): Promise<void> {
    await limitRejected(request, response, () => reject(request, response, reason));
  }

  function reject(
    request: Pick<Request, 'path'> & Parameters<typeof endEarly>[0],
    response: Response,
    reason: Rejection,
  ): void {
    deps.observer.rejected(reason);
    deps.log.debug({ path: request.path, reason }, 'webhook call rejected');
    endEarly(request, response, STATUS[reason]);
  }
}
