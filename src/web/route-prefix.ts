import type { RequestListener } from 'node:http';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { sendText } from './send-text.js';

/**
 * Serves below a prefix what `handler` serves below the root. The prefix itself and the root lead to its
 * page, by relative addresses, which also work behind a proxy that adds a prefix of its own.
 *
 * @param prefix such as `/stock`; empty for none.
 * @param guards what requests outside the prefix pass; `handler` has its own.
 */
export function servePrefixed(
  prefix: string,
  handler: RequestListener,
  guards: readonly RequestHandler[],
): RequestListener {
  if (prefix === '') return handler;
  const outside = express.Router();
  outside.use(...guards, redirectTo(prefix));
  return (request, response) => {
    if (request.url?.startsWith(`${prefix}/`)) {
      request.url = request.url.slice(prefix.length);
      handler(request, response);
    } else outside(request as Request, response as Response, () => response.destroy());
  };
}

function redirectTo(prefix: string): RequestHandler {
  const lastPart = prefix.slice(prefix.lastIndexOf('/') + 1);
  const pages: Readonly<Record<string, string>> = { [prefix]: `./${lastPart}/`, '/': `.${prefix}/` };
  return ({ url }, response) => {
    const location = pages[url.split('?')[0] ?? ''];
    if (location === undefined) sendText(response, 404, 'Not found.');
    else sendText(response, 302, `See ${location}.`, { Location: location });
  };
}
