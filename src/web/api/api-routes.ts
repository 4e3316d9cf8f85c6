import { createHash } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { Config } from '../../config/config.js';
import type { Redact } from '../../config/secrets/redactor.js';
import { describeReason } from '../../whmcs/reasons.js';
import { refuseMethod } from '../bare-app.js';
import { ROUTES } from '../routes.js';
import { sendBody } from '../send-body.js';
import { sendJson } from '../send-json.js';
import type { SiteView } from '../site-view.js';
import type { BuildAnswer, SitesAnswer } from './api-schema.js';
import { stockQuery } from './api-schema.js';
import { answerConfig } from './config-answer.js';
import { answerStock } from './stock-answer.js';

export type ApiDeps = {
  readonly sites: () => readonly SiteView[];
  readonly stock: () => readonly ExposedStock[];
  readonly config: () => Config;
  readonly build: BuildAnswer;
  readonly redact: Redact;
};

/** The time of the oldest reading in an answer. It is no part of the entity that the ETag is for. */
const READ_AT = 'X-Stock-Read-At';

/**
 * Creates the routes of the API. Answers have the form of Prometheus's own API. No other origin may read
 * them, and no request changes the exporter.
 *
 * @param stallMs the time after which the connection of a client that reads nothing is closed.
 */
export function createApi(deps: ApiDeps, stallMs: number): express.Router {
  const router = express.Router();

  function answer(request: Request, response: Response, data: object, readAt?: number): void {
    const body = Buffer.from(`${deps.redact(JSON.stringify({ status: 'success', data }))}\n`);
    response.setHeader('ETag', `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`);
    response.setHeader('Cache-Control', 'no-cache');
    if (readAt !== undefined) response.setHeader(READ_AT, new Date(readAt).toISOString());
    if (request.fresh) return void response.writeHead(304).end();
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': body.length,
      'X-Content-Type-Options': 'nosniff',
    });
    if (request.method === 'HEAD') response.end();
    else sendBody(response, [body], stallMs);
  }

  router.get(ROUTES.apiStock.path, (request, response) => {
    const parsed = stockQuery.safeParse(readQuery(request.url));
    if (!parsed.success) return refuse(response, parsed.error.issues);
    const stock = deps.stock();
    const { site: names } = parsed.data;
    const readAt = stock
      .filter(({ snapshot }) => names?.includes(snapshot.site) ?? true)
      .reduce((oldest, each) => Math.min(oldest, each.readAt), Number.POSITIVE_INFINITY);
    answer(request, response, answerStock(stock, parsed.data), Number.isFinite(readAt) ? readAt : undefined);
  });
  router.get(ROUTES.apiSites.path, (request, response) => {
    const sites = deps.sites();
    const times = sites.flatMap(({ lastSuccess }) => lastSuccess?.getTime() ?? []);
    answer(request, response, answerSites(sites), times.length > 0 ? Math.min(...times) : undefined);
  });
  router.get(ROUTES.apiConfig.path, (request, response) =>
    answer(request, response, answerConfig(deps.config())),
  );
  router.get(ROUTES.apiBuild.path, (request, response) => answer(request, response, deps.build));
  for (const route of [ROUTES.apiStock, ROUTES.apiSites, ROUTES.apiConfig, ROUTES.apiBuild])
    router.all(route.path, refuseMethod(route));
  return router;
}

/** Returns the parameters of an address, each with all its values. Lists may have commas too. */
function readQuery(url: string): Readonly<Record<string, readonly string[]>> {
  const parameters = new URLSearchParams(url.split('?')[1]);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      const isList = name === 'expand' || name === 'state';
      return [name, isList ? values.flatMap((value) => value.split(',')) : values];
    }),
  );
}

/** Names what is wrong without repeating it. */
function refuse(response: Response, issues: readonly { readonly path: readonly PropertyKey[] }[]): void {
  const known = Object.keys(stockQuery.shape);
  const names = issues.map(({ path }) => String(path[0] ?? '')).filter((name) => known.includes(name));
  const error =
    names.length > 0
      ? `invalid value of ${[...new Set(names)].join(', ')}`
      : `unknown parameter; known are ${known.join(', ')}`;
  sendJson(response, 400, { status: 'error', errorType: 'bad_data', error });
}

const answerSites = (sites: readonly SiteView[]): SitesAnswer => ({
  sites: sites.map(({ name, urlHost, state, failure, source, whmcsVersion, products, notes }) => ({
    ...{ name, url_host: urlHost, state },
    ...(failure && { reason: failure.reason, meaning: describeReason(failure.reason).meaning }),
    ...(source && { source }),
    ...(whmcsVersion !== '' && { whmcs_version: whmcsVersion }),
    ...(products && { products: { ...products } }),
    notes: [...notes],
  })),
});
