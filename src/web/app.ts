import type { RequestListener, ServerResponse } from 'node:http';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { Redact } from '../config/redactor.js';
import type { Encoding } from '../metrics/encoding.js';
import { UserError } from '../user-error.js';
import { renderLanding } from './landing.js';
import { scrape } from './scrape.js';
import type { SiteView } from './site-view.js';
import { createWebhook, type WebhookDeps } from './webhook.js';

export type WebDeps = {
  /** Path of the metrics, such as `/metrics`. */
  readonly telemetryPath: string;
  /** Scrapes at once; beyond it the answer is 503. 0 is no limit. */
  readonly maxRequests: number;
  readonly exposition: (encoding: Encoding) => Promise<Buffer>;
  /** Whether each site has been tried once. */
  readonly ready: () => boolean;
  readonly sites: () => readonly SiteView[];
  readonly version: string;
  /** Removes every known secret from what is shown. */
  readonly redact: Redact;
  /** Reads the configuration anew, or throws what is wrong with it; undefined where there is none to read. */
  readonly reload: (() => Promise<void>) | undefined;
  readonly webhook: WebhookDeps;
  readonly log: { error(fields: object, message: string): void };
};

/**
 * Everything that is served. Nothing here asks WHMCS.
 *
 * @throws {Error} where the telemetry path is none, or taken.
 */
export function createApp(deps: WebDeps): RequestListener {
  const { telemetryPath, maxRequests, exposition, log } = deps;
  if (!/^\/[\w./-]+$/.test(telemetryPath) || /^\/(-|webhooks)\//.test(telemetryPath)) {
    throw new UserError(
      `--web.telemetry-path: expected a path such as /metrics, found ${JSON.stringify(telemetryPath)}`,
    );
  }
  // A scrape meets the bare router first: what an app does to each request beforehand would double the time it takes.
  const router = express.Router();
  router.get(telemetryPath, scrape(exposition, maxRequests));
  router.use(createPages(deps));
  router.use(failed(log));
  return (request, response) => router(request as Request, response as Response, () => response.destroy());
}

function createPages(deps: WebDeps): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);

  const pages: readonly (readonly [string, RequestHandler])[] = [
    ['/', landing(deps)],
    ['/-/healthy', (_request, response) => sendText(response, 200, 'Healthy.')],
    ['/-/ready', ready(deps)],
  ];
  for (const [path, page] of pages) app.route(path).get(page).all(refuseMethod('GET, HEAD'));
  app.route('/-/reload').post(reload(deps)).put(reload(deps)).all(refuseMethod('POST, PUT'));
  app.all(deps.telemetryPath, refuseMethod('GET, HEAD'));
  app.use(createWebhook(deps.webhook));
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

const ready =
  (deps: WebDeps): RequestHandler =>
  (_request, response) =>
    deps.ready()
      ? sendText(response, 200, 'Ready.')
      : sendText(response, 503, 'Not ready: some site has not been tried yet.');

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(`${text}\n`);
}

const refuseMethod =
  (allowed: string): RequestHandler =>
  (_request, response) => {
    response.setHeader('Allow', allowed);
    sendText(response, 405, 'Method not allowed.');
  };

/** As Prometheus answers it (prometheus.io/docs/prometheus/latest/management_api), with what is wrong in words. */
const reload =
  ({ reload, redact }: WebDeps): RequestHandler =>
  async (_request, response) => {
    if (!reload) return sendText(response, 404, 'There is no configuration to read.');
    try {
      await reload();
      sendText(response, 200, 'Reloaded.');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      sendText(response, 500, `The last good configuration stays in force:\n${redact(why)}`);
    }
  };

const landing =
  ({ telemetryPath, version, sites, redact }: WebDeps): RequestHandler =>
  (_request, response) => {
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('X-Frame-Options', 'DENY');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    const page = renderLanding({ telemetryPath, version, sites: sites(), now: new Date() });
    response.type('html').send(redact(page));
  };

/** An answer says that something failed, and the log says what. */
const failed =
  (log: WebDeps['log']): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return sendText(response, 400, 'Bad request.');
    log.error({ err: error }, 'a request failed');
    sendText(response, 500, 'Internal error.');
  };
