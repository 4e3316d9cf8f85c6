import { once, setMaxListeners } from "node:events";
import {
  createServer as createHttp
} from "node:http";
import { createServer as createHttps } from "node:https";
import { isIPv6 } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { writeAnswer } from "./answer.js";
import { answerCall, KNOWN_ACTIONS } from "./answer-call.js";
import { inflict, nextFault, nextLatency } from "./faults.js";
import { readForm } from "./form.js";
import { remember } from "./request-log.js";
import { DEMO_CREDENTIALS, USUAL_QUIRKS } from "./settings.js";
import { answerStore, STORE_PATH } from "./store-api.js";
import { notFoundPage, storefrontPage } from "./storefront.js";
const API_PATH = "/includes/api.php";
async function startSimulator(options) {
  const { shop, quirks, tls, host = "127.0.0.1", port = 0 } = options;
  const settings = {
    profile: options.profile ?? "8.12",
    credentials: options.credentials ?? DEMO_CREDENTIALS,
    allowedIps: options.allowedIps,
    companion: options.companion ?? false,
    roles: options.roles ?? KNOWN_ACTIONS,
    quirks: { ...USUAL_QUIRKS, ...quirks }
  };
  const faults = {
    latencyMs: 0,
    latencyTimes: void 0,
    fault: void 0,
    times: void 0,
    action: void 0
  };
  const requests = [];
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  let now = 0;
  let most = 0;
  async function answerApi(request, response) {
    const params = await readForm(request);
    remember(requests, params, request.headers["content-type"] ?? "");
    const address = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
    const prelude = PRELUDES[settings.quirks.prelude];
    await respond(response, params.get("action") ?? "", () => {
      const { status, body } = answerCall(shop, settings, { params, address });
      const { type, text } = writeAnswer(body, params.get("responsetype") ?? "");
      return { status, type, text: prelude + text };
    });
  }
  async function answerStorefront(url, response) {
    const path = url.pathname.slice(STORE_PATH.length);
    const action = `store/${path}`;
    remember(requests, new Map([["action", action], ...url.searchParams]), "");
    await respond(response, action, () => {
      const answer = answerStore(shop, settings, path, url.searchParams);
      if (!answer) return { status: 404, type: "text/html; charset=utf-8", text: notFoundPage() };
      return { status: answer.status, ...writeAnswer(answer.body, "json") };
    });
  }
  async function respond(response, action, answer) {
    const latencyMs = nextLatency(faults);
    if (latencyMs > 0) await sleep(latencyMs, void 0, { signal: ended.signal });
    const { status, type, text } = answer();
    const bytes = Buffer.from(text);
    const fault = nextFault(faults, action);
    if (fault) inflict(fault, response, bytes);
    else response.writeHead(status, { "Content-Type": type, "Content-Length": bytes.length }).end(bytes);
  }
  function counted(response, answering) {
    now += 1;
    most = Math.max(most, now);
    response.once("close", () => {
      now -= 1;
    });
    answering().catch(() => response.destroy());
  }
  const server = createServer(tls, (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname;
    if (path.endsWith(`${API_PATH}${API_PATH}`)) {
      const { type, text } = writeAnswer({ result: "error", message: "An admin user is required" }, "json");
      response.writeHead(200, { "Content-Type": type }).end(text);
    } else if (path === API_PATH) {
      counted(response, () => answerApi(request, response));
    } else if (path.startsWith(STORE_PATH)) {
      counted(response, () => answerStorefront(url, response));
    } else {
      const [status, page] = path === "/" ? [200, storefrontPage(shop)] : [404, notFoundPage()];
      response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" }).end(page);
    }
  });
  server.listen(port, host);
  await once(server, "listening");
  const bound = server.address();
  let closed;
  return {
    url: `${tls ? "https" : "http"}://${isIPv6(host) ? `[${host}]` : host}:${bound.port}/`,
    shop,
    settings,
    faults,
    requests,
    mostAtOnce: () => most,
    async close() {
      if (!closed) {
        ended.abort();
        closed = once(server, "close");
        server.close();
        server.closeAllConnections();
      }
      await closed;
    }
  };
}
const PRELUDES = {
  none: "",
  bom: "\uFEFF",
  warning: '<br />\n<b>Warning</b>:  Undefined array key "tax" in <b>/home/shop/includes/hooks/tax.php</b> on line <b>12</b><br />\n'
};
const createServer = (tls, handler) => tls ? createHttps(tls, handler) : createHttp(handler);
export {
  startSimulator
};
