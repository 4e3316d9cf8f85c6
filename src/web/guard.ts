import type { RequestHandler } from 'express';
import type { WebConfig } from '../config/web-config/web-config.js';
import { type Compare, login } from './login.js';
import { limitRate } from './request-rate.js';

export type GuardDeps = {
  readonly config: () => WebConfig;
  readonly compare: Compare;
  /** Monotonic time in ms. */
  readonly now: () => number;
};

/** What a request passes before it is answered. */
export type Guard = {
  /** For every request. */
  readonly all: readonly RequestHandler[];
  /** For requests that are not signed. */
  readonly login: RequestHandler;
};

/** Creates the guard that a web configuration describes, as it is at each request. */
export function createGuard({ config, compare, now }: GuardDeps): Guard {
  return {
    all: [limitRate(() => config().rateLimit, now), addHeaders(() => config().headers)],
    login: login(() => config().users, compare),
  };
}

const addHeaders =
  (headers: () => WebConfig['headers']): RequestHandler =>
  (_request, response, next) => {
    for (const [name, value] of Object.entries(headers())) response.setHeader(name, value);
    next();
  };
