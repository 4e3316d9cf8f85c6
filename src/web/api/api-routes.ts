import express, { type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { Config } from '../../config/config.js';
import type { Redact } from '../../config/secrets/redactor.js';
import { describeReason } from '../../whmcs/reasons.js';
import { refuseMethod } from '../bare-app.js';
import { invalidValue } from '../invalid-value.js';
import { ROUTES } from '../routes.js';
import type { SendEntity } from '../send-entity.js';
import { sendJson } from '../send-json.js';
import type { SiteView } from '../site-view.js';
import {
  type BuildAnswer,
  type ErrorAnswer,
  type PoolsQuery,
  poolsQuery,
  type SitesAnswer,
  stockQuery,
} from './api-schema.js';
import { answerPools } from './pools-answer.js';
import { answerStock } from './stock-answer.js';

export type ApiDeps = {
  readonly sites: () => readonly SiteView[];
  readonly stock: () => readonly ExposedStock[];
  readonly config: () => Pick<Config, 'sites' | 'shown'>;
  readonly build: BuildAnswer;
  readonly redact: Redact;
};

/** The time of the oldest reading in an answer. It is no part of the entity that the ETag is for. */
const READ_AT = 'X-Stock-Read-At';
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

/** The data of an answer, and Unix times in ms of the readings behind it. */
type Answered = { readonly data: object; readonly readAt?: readonly number[] };

/**
 * Creates the routes of the API. Answers have the form of Prometheus's own API. No other origin may read
 * them, and no request changes the exporter.
 */
export function createApi(deps: ApiDeps, send: SendEntity): express.Router {
  const router = express.Router();

  const answer = (request: Request, response: Response, render: () => Answered) =>
    send(request, response, () => {
      const { data, readAt = [] } = render();
      const text = `${deps.redact(JSON.stringify({ status: 'success', data }))}\n`;
      const read = readAt.length > 0 && { [READ_AT]: new Date(Math.min(...readAt)).toISOString() };
      return { text, tagged: text, headers: { ...JSON_TYPE, ...read } };
    });

  /** Serves an answer about the stock of the sites in the query, or of all. */
  const serveStock =
    <Query extends PoolsQuery>(
      schema: z.ZodObject & z.ZodType<Query>,
      render: (stock: readonly ExposedStock[], query: Query) => object,
    ): RequestHandler =>
    (request, response) => {
      const parsed = schema.safeParse(readQuery(request.url));
      if (!parsed.success) return refuse(response, Object.keys(schema.shape), parsed.error.issues);
      const query = parsed.data;
      return answer(request, response, () => {
        const stock = deps.stock().filter(({ snapshot }) => query.site?.includes(snapshot.site) ?? true);
        return { data: render(stock, query), readAt: stock.map((each) => each.readAt) };
      });
    };

  router.get(ROUTES.apiStock.path, serveStock(stockQuery, answerStock));
  router.get(ROUTES.apiPools.path, serveStock(poolsQuery, answerPools));
  router.get(ROUTES.apiSites.path, (request, response) =>
    answer(request, response, () => {
      const sites = deps.sites();
      return {
        data: answerSites(sites),
        readAt: sites.flatMap(({ lastSuccess }) => lastSuccess?.getTime() ?? []),
      };
    }),
  );
  router.get(ROUTES.apiConfig.path, (request, response) =>
    answer(request, response, () => ({ data: deps.config().shown })),
  );
  router.get(ROUTES.apiBuild.path, (request, response) =>
    answer(request, response, () => ({ data: deps.build })),
  );
  for (const route of [ROUTES.apiStock, ROUTES.apiPools, ROUTES.apiSites, ROUTES.apiConfig, ROUTES.apiBuild])
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
function refuse(response: Response, known: readonly string[], issues: readonly z.core.$ZodIssue[]): void {
  const invalid = issues.flatMap((issue) =>
    issue.code === 'invalid_value' ? invalidValue(String(issue.path[0]), issue.values.map(String)) : [],
  );
  const error = [...new Set(invalid)].join('; ') || `unknown parameter; known are ${known.join(', ')}`;
  const answer: ErrorAnswer = { status: 'error', errorType: 'bad_data', error };
  sendJson(response, 400, answer);
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
