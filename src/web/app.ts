import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type Request, type Response } from 'express';
import type { Redact } from '../config/secrets/redactor.js';
import { UserError } from '../user-error.js';
import { type ApiDeps, createApi } from './api/api-routes.js';
import { createBareApp, notFound, refuseMethod } from './bare-app.js';
import { type ForwardDeps, forwardCalls } from './forward.js';
import type { Guard } from './guard.js';
import { createHealthRoutes, type HealthDeps } from './health.js';
import { createPage } from './page/page-handler.js';
import { createPlaces } from './places.js';
import { type Reload, reloadOnRequest } from './reload-endpoint.js';
import { servePrefixed } from './route-prefix.js';
import { ROUTES } from './routes.js';
import { readTarget, type Scraped, scrape } from './scrape.js';
import { createSendEntity } from './send-entity.js';
import { sendText } from './send-text.js';
import { type DiscoveryDeps, serveDiscovery } from './service-discovery.js';
import type { SiteView } from './site-view.js';
import { createWebhook, type WebhookDeps } from './webhook.js';

export type WebDeps = HealthDeps & {
  /** What every path begins with, such as `/stock`; empty for nothing. */
  readonly routePrefix?: string;
  /** The address that users know; undefined if it is that of their requests. */
  readonly externalUrl?: URL | undefined;
  /** Path of the metrics, such as `/metrics`. */
  readonly telemetryPath: string;
  /** Limit of parallel scrapes, and separately of page and API requests. 0 for no limit. */
  readonly maxRequests: number;
  /** The time after which the connection of a client that reads nothing is closed. */
  readonly stallMs?: number;
  readonly exposition: Scraped;
  readonly sites: () => readonly SiteView[];
  readonly version: string;
  /** Redacts every known secret in a text. */
  readonly redact: Redact;
  readonly reload: Reload;
  readonly webhook: WebhookDeps;
  readonly api: Omit<ApiDeps, 'sites' | 'redact'>;
  readonly discovery: Pick<DiscoveryDeps, 'names' | 'shards' | 'isSecure'>;
  /** Returns the root URL of the exporter that collects a site; undefined if it is this one. */
  readonly ownerOf: ForwardDeps['ownerOf'];
  /** What every request passes first; undefined if everyone may ask. */
  readonly guard?: Guard | undefined;
  readonly log: { error(fields: object, message: string): void } & ForwardDeps['log'];
};

/**
 * Creates the express app. No request to it calls WHMCS.
 *
 * @throws {UserError} if the telemetry path is invalid or taken.
 */
export function createApp(deps: WebDeps): RequestListener {
  const { telemetryPath, maxRequests, stallMs = STALL_MS, exposition, guard, log } = deps;
  if (!/^\/[\w./-]+$/.test(telemetryPath) || TAKEN.test(telemetryPath)) {
    throw new UserError(
      `--web.telemetry-path: expected a path such as /metrics, found ${JSON.stringify(telemetryPath)}`,
    );
  }
  // Scrapes go through a bare router first: the app's own work per request would double their time.
  const router = express.Router();
  const login = guard ? [guard.login] : [];
  if (guard) router.use(...guard.all);
  const places = createPlaces(maxRequests, stallMs / 40, () => performance.now());
  const answerScrape = scrape({ exposition, places, stallMs });
  router.get(telemetryPath, ...login, answerScrape);
  router.get(ROUTES.probe.path, ...login, (request, response) =>
    readTarget(request.url) ? answerScrape(request, response) : sendText(response, 400, NO_TARGET),
  );
  router.all('/webhooks/*path', createSigned(deps)); // before the login: its calls are signed
  for (const handler of login) router.use(handler);
  router.use(createPages(deps, stallMs));
  const fail = failed(log);
  router.use(fail);
  const handle = (request: Request, response: Response) => {
    const end = () => response.destroy();
    // Routing takes about a tenth of a scrape's time, so the usual scrape goes past the router.
    if (!guard && request.method === 'GET' && request.url === telemetryPath)
      answerScrape(request, response).catch((error) => fail(error, request, response, end));
    else router(request, response, end);
  };
  return servePrefixed(
    deps.routePrefix ?? '',
    (request, response) => handle(request as Request, response as Response),
    [...(guard?.all ?? []), ...login],
  );
}

const STALL_MS = 10_000;
const NO_TARGET = 'Expected the name of a site, as in /probe?target=SITE.';
/** What other routes begin with. */
const TAKEN = /^\/(?:-|webhooks|api|sd|probe)(?:\/|$)/;

/** Creates what is served without a login, because calls to it are signed. */
function createSigned({ webhook, ownerOf, log }: WebDeps): express.Express {
  const app = createBareApp();
  const forward = forwardCalls({ ownerOf, log });
  for (const route of [ROUTES.webhook, ROUTES.soldOut]) app.post(route.path, forward);
  return app.use(createWebhook(webhook));
}

function createPages(deps: WebDeps, stallMs: number): express.Express {
  const app = createBareApp();
  // Separate places, so that clients that read large answers never block a scrape.
  const places = createPlaces(deps.maxRequests, stallMs / 40, () => performance.now());
  const send = createSendEntity(places, stallMs);

  const { page, csv } = createPage({ ...deps, ...deps.api }, send);
  app.route(ROUTES.page.path).get(page).all(refuseMethod(ROUTES.page));
  app.route(ROUTES.csv.path).get(csv).all(refuseMethod(ROUTES.csv));
  app.use(createHealthRoutes(deps));
  app.use(createApi({ ...deps.api, sites: deps.sites, redact: deps.redact }, send));
  const { routePrefix = '', externalUrl, telemetryPath, discovery } = deps;
  const discover = serveDiscovery({ ...discovery, routePrefix, externalUrl, telemetryPath });
  app.route(ROUTES.discovery.path).get(discover).all(refuseMethod(ROUTES.discovery));
  const reload = reloadOnRequest(deps.reload, deps.redact, externalUrl);
  app.route(ROUTES.reload.path).post(reload).put(reload).all(refuseMethod(ROUTES.reload));
  app.all(telemetryPath, refuseMethod(ROUTES.metrics));
  app.all(ROUTES.probe.path, refuseMethod(ROUTES.probe));
  app.use(notFound);
  app.use(failed(deps.log));
  return app;
}

/** The answer only says that something failed; the log says what. */
const failed =
  (log: WebDeps['log']): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return sendText(response, 400, 'Bad request.');
    log.error({ err: error }, 'a request failed');
    sendText(response, 500, 'Internal error.');
  };
