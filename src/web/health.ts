import type { RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import { createBareApp, notFound, refuseMethod } from './bare-app.js';
import { ROUTES } from './routes.js';
import { sendText } from './send-text.js';

export type HealthDeps = {
  /** Names the sites that keep the exporter from being ready. */
  readonly unready: () => readonly string[];
  /** Returns the loops that have stalled, described for the operator. */
  readonly stalls: () => Promise<readonly string[]>;
};

/** Creates the routes of health. */
export function createHealthRoutes({ stalls, unready }: HealthDeps): express.Router {
  const healthy: RequestHandler = async (_request, response) => {
    const found = await stalls();
    if (found.length === 0) sendText(response, 200, 'Healthy.');
    else sendText(response, 503, ['Not healthy:', ...found].join('\n'));
  };
  const ready: RequestHandler = (_request, response) => {
    const sites = unready();
    if (sites.length === 0) sendText(response, 200, 'Ready.');
    else sendText(response, 503, `Not ready: no answer yet from ${list(sites)}.`);
  };
  const router = express.Router();
  router.route(ROUTES.healthy.path).get(healthy).all(refuseMethod(ROUTES.healthy));
  router.route(ROUTES.ready.path).get(ready).all(refuseMethod(ROUTES.ready));
  return router;
}

/**
 * Creates the app of `--web.health-listen-address`, which serves health alone: kubelets and the health checks
 * of images can neither log in nor show a certificate.
 */
export const createHealthApp = (deps: HealthDeps): RequestListener =>
  createBareApp().use(createHealthRoutes(deps)).use(notFound);

const MOST_LISTED = 10;

function list(names: readonly string[]): string {
  const rest = names.length - MOST_LISTED;
  const listed = names.slice(0, MOST_LISTED).join(', ');
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}
