import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { Redact } from '../config/secrets/redactor.js';
import type { Encoding } from '../metrics/encoding.js';
import { UserError } from '../user-error.js';
import type { Guard } from './guard.js';
import { landing } from './landing-handler.js';
import { createPlaces } from './places.js';
import { type Reload, reloadOnRequest } from './reload-endpoint.js';
import { ROUTES, type Route } from './routes.js';
import { scrape } from './scrape.js';
import { sendText } from './send-text.js';
import type { SiteView } from './site-view.js';
import { createWebhook, type WebhookDeps } from './webhook.js';

export type WebDeps = {
  /** Path of the metrics, such as `/metrics`. */
  readonly telemetryPath: string;
  /** Limit of parallel scrapes; further ones get a 503. 0 for no limit. */
  readonly maxRequests: number;
  /** The time after which the connection of a client that reads nothing is closed. */
  readonly stallMs?: number;
  readonly exposition: (encoding: Encoding) => Promise<readonly Buffer[]>;
  /** Names the sites that keep the exporter from being ready. */
  readonly unready: () => readonly string[];
  /** Returns the loops that have stalled, described for the operator. */
  readonly stalls: () => Promise<readonly string[]>;
  readonly sites: () => readonly SiteView[];
  readonly version: string;
  /** Redacts every known secret in a text. */
  readonly redact: Redact;
  readonly reload: Reload;
  readonly webhook: WebhookDeps;
  /** What every request passes first; undefined if everyone may ask. */
  readonly guard?: Guard | undefined;
  readonly log: { error(fields: object, message: string): void };
};

/**
 * Creates the express app. No request to it calls WHMCS.
 *
 * @throws {UserError} if the telemetry path is invalid or taken.
 */
export function createApp(deps: WebDeps): RequestListener {
  const { telemetryPath, maxRequests, stallMs = STALL_MS, exposition, guard, log } = deps;
  if (!/^\/[\w./-]+$/.test(telemetryPath) || /^\/(-|webhooks)\//.test(telemetryPath)) {
    throw new UserError(
      `--web.telemetry-path: expected a path such as /metrics, found ${JSON.stringify(telemetryPath)}`,
    );
  }
  // Scrapes go through a bare router first: the app's own work per request would double their time.
  const router = express.Router();
  if (guard) router.use(...guard.all);
  router.all('/webhooks/*path', createSigned(deps)); // before the login: its calls are signed
  if (guard) router.use(guard.login);
  const places = createPlaces(maxRequests, stallMs / 40, () => performance.now());
  router.get(telemetryPath, scrape({ exposition, places, stallMs }));
  router.use(createPages(deps, stallMs));
  router.use(failed(log));
  return (request, response) => router(request as Request, response as Response, () => response.destroy());
}

const STALL_MS = 10_000;

function createBareApp(): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  return app;
}

const createSigned = ({ webhook }: WebDeps): express.Express => createBareApp().use(createWebhook(webhook));

function createPages(deps: WebDeps, stallMs: number): express.Express {
  const app = createBareApp();

  const pages: readonly (readonly [Route, RequestHandler])[] = [
    [ROUTES.page, landing(deps, stallMs)],
    [ROUTES.healthy, healthy(deps)],
    [ROUTES.ready, ready(deps)],
  ];
  for (const [route, page] of pages) app.route(route.path).get(page).all(refuseMethod(route));
  const reload = reloadOnRequest(deps.reload, deps.redact);
  app.route(ROUTES.reload.path).post(reload).put(reload).all(refuseMethod(ROUTES.reload));
  app.all(deps.telemetryPath, refuseMethod(ROUTES.metrics));
  app.use((request, response) =>
    isDecodable(request.path)
      ? sendText(response, 404, 'Not found.')
      : sendText(response, 400, 'Bad request.'),
  );
  app.use(failed(deps.log));
  return app;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

const healthy =
  ({ stalls }: WebDeps): RequestHandler =>
  async (_request, response) => {
    const found = await stalls();
    if (found.length === 0) sendText(response, 200, 'Healthy.');
    else sendText(response, 503, ['Not healthy:', ...found].join('\n'));
  };

const ready =
  ({ unready }: WebDeps): RequestHandler =>
  (_request, response) => {
    const sites = unready();
    if (sites.length === 0) sendText(response, 200, 'Ready.');
    else sendText(response, 503, `Not ready: no answer yet from ${list(sites)}.`);
  };

const MOST_LISTED = 10;

function list(names: readonly string[]): string {
  const rest = names.length - MOST_LISTED;
  const listed = names.slice(0, MOST_LISTED).join(', ');
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}

const refuseMethod =
  ({ methods }: Route): RequestHandler =>
  (_request, response) =>
    sendText(response, 405, 'Method not allowed.', { Allow: methods.join(', ') });

/** The answer only says that something failed; the log says what. */
const failed =
  (log: WebDeps['log']): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return sendText(response, 400, 'Bad request.');
    log.error({ err: error }, 'a request failed');
    sendText(response, 500, 'Internal error.');
  };
