import express, { type RequestHandler } from 'express';
import type { Route } from './routes.js';
import { sendText } from './send-text.js';

/** Creates an express app without what nothing here uses. */
export function createBareApp(): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  return app;
}

/** Answers that a route does not take the method. */
export const refuseMethod =
  ({ methods }: Route): RequestHandler =>
  (_request, response) =>
    sendText(response, 405, 'Method not allowed.', { Allow: methods.join(', ') });

/** Answers that there is no such page. */
export const notFound: RequestHandler = (request, response) =>
  isDecodable(request.path) ? sendText(response, 404, 'Not found.') : sendText(response, 400, 'Bad request.');

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
