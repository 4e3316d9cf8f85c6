import express, {} from "express";
import { UserError } from "../user-error.js";
import { landing } from "./landing.js";
import { createPlaces } from "./places.js";
import { reloadOnRequest } from "./reload-endpoint.js";
import { ROUTES } from "./routes.js";
import { scrape } from "./scrape.js";
import { sendText } from "./send-text.js";
import { createWebhook } from "./webhook.js";
function createApp(deps) {
  const { telemetryPath, maxRequests, stallMs = STALL_MS, exposition, log } = deps;
  if (!/^\/[\w./-]+$/.test(telemetryPath) || /^\/(-|webhooks)\//.test(telemetryPath)) {
    throw new UserError(
      `--web.telemetry-path: expected a path such as /metrics, found ${JSON.stringify(telemetryPath)}`
    );
  }
  const router = express.Router();
  const places = createPlaces(maxRequests, stallMs / 40, () => performance.now());
  router.get(telemetryPath, scrape({ exposition, places, stallMs }));
  router.use(createPages(deps, stallMs));
  router.use(failed(log));
  return (request, response) => router(request, response, () => response.destroy());
}
const STALL_MS = 1e4;
function createPages(deps, stallMs) {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);
  const pages = [
    [ROUTES.page, landing(deps, stallMs)],
    [ROUTES.healthy, healthy(deps)],
    [ROUTES.ready, ready(deps)]
  ];
  for (const [route, page] of pages) app.route(route.path).get(page).all(refuseMethod(route));
  const reload = reloadOnRequest(deps.reload, deps.redact);
  app.route(ROUTES.reload.path).post(reload).put(reload).all(refuseMethod(ROUTES.reload));
  app.all(deps.telemetryPath, refuseMethod(ROUTES.metrics));
  app.use(createWebhook(deps.webhook));
  app.use(
    (request, response) => isDecodable(request.path) ? sendText(response, 404, "Not found.") : sendText(response, 400, "Bad request.")
  );
  app.use(failed(deps.log));
  return app;
}
function isDecodable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
const healthy = ({ stalls }) => async (_request, response) => {
  const found = await stalls();
  if (found.length === 0) sendText(response, 200, "Healthy.");
  else sendText(response, 503, ["Not healthy:", ...found].join("\n"));
};
const ready = ({ unready }) => (_request, response) => {
  const sites = unready();
  if (sites.length === 0) sendText(response, 200, "Ready.");
  else sendText(response, 503, `Not ready: no answer yet from ${list(sites)}.`);
};
const MOST_LISTED = 10;
function list(names) {
  const rest = names.length - MOST_LISTED;
  const listed = names.slice(0, MOST_LISTED).join(", ");
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}
const refuseMethod = ({ methods }) => (_request, response) => sendText(response, 405, "Method not allowed.", { Allow: methods.join(", ") });
const failed = (log) => (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof URIError) return sendText(response, 400, "Bad request.");
  log.error({ err: error }, "a request failed");
  sendText(response, 500, "Internal error.");
};
export {
  createApp
};
