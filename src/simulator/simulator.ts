import { once, setMaxListeners } from 'node:events';
import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, writeAnswer } from './answer.js';
import { answerCall, KNOWN_ACTIONS } from './answer-call.js';
import { type Faults, inflict, nextFault, nextLatency } from './faults.js';
import { readForm } from './form.js';
import { remember, type SimulatedRequest } from './request-log.js';
import type { Shop } from './shop.js';
import { DEMO_CREDENTIALS, type Settings, USUAL_QUIRKS } from './simulator-settings.js';
import { answerStore, STORE_PATH } from './store-api.js';
import { notFoundPage, storefrontPage } from './storefront.js';

export type SimulatorOptions = Partial<Omit<Settings, 'quirks'>> & {
  readonly shop: Shop;
  readonly quirks?: Partial<Settings['quirks']>;
  /** PEM texts; with them it serves HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly host?: string;
  /** 0 chooses a free port. */
  readonly port?: number;
};

/** A running simulated WHMCS. Its shop, settings and faults may be changed at any time. */
export type Simulator = {
  /** The root, such as `http://127.0.0.1:43210/`. */
  readonly url: string;
  readonly shop: Shop;
  readonly settings: Settings;
  readonly faults: Faults;
  /** The last thousand requests. */
  readonly requests: readonly SimulatedRequest[];
  /** The highest number of API requests in flight at once. */
  readonly mostAtOnce: () => number;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
};

const API_PATH = '/includes/api.php';

/**
 * Starts a simulated WHMCS for a shop. It answers as WHMCS's public documents and public clients describe.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { shop, quirks, tls, host = '127.0.0.1', port = 0 } = options;
  const settings: Settings = {
    profile: options.profile ?? '8.12',
    credentials: options.credentials ?? DEMO_CREDENTIALS,
    allowedIps: options.allowedIps,
    companion: options.companion ?? false,
    roles: options.roles ?? KNOWN_ACTIONS,
    quirks: { ...USUAL_QUIRKS, ...quirks },
  };
  const faults: Faults = {
    latencyMs: 0,
    latencyTimes: undefined,
    fault: undefined,
    times: undefined,
    action: undefined,
  };
  const requests: SimulatedRequest[] = [];
  const ended = new AbortController();
  setMaxListeners(0, ended.signal); // every delayed answer adds a listener
  let now = 0;
  let most = 0;

  async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const params = await readForm(request);
    remember(requests, params, request.headers['content-type'] ?? '');
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const prelude = PRELUDES[settings.quirks.prelude];
    await respond(response, params.get('action') ?? '', () => {
      const { status, body } = answerCall(shop, settings, { params, address });
      const { type, text } = writeAnswer(body, params.get('responsetype') ?? '');
      return { status, type, text: prelude + text };
    });
  }

  async function answerStorefront(url: URL, response: ServerResponse): Promise<void> {
    const path = url.pathname.slice(STORE_PATH.length);
    const action = `store/${path}`;
    remember(requests, new Map([['action', action], ...url.searchParams]), '');
    await respond(response, action, () => {
      const answer = answerStore(shop, settings, path, url.searchParams);
      if (!answer) return { status: 404, type: 'text/html; charset=utf-8', text: notFoundPage() };
      return { status: answer.status, ...writeAnswer(answer.body, 'json') };
    });
  }

  async function respond(
    response: ServerResponse,
    action: string,
    answer: () => Pick<Answer, 'status'> & { readonly type: string; readonly text: string },
  ): Promise<void> {
    const latencyMs = nextLatency(faults);
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: ended.signal });
    const { status, type, text } = answer();
    const bytes = Buffer.from(text);
    const fault = nextFault(faults, action);
    if (fault) inflict(fault, response, bytes);
    else response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes);
  }

  function counted(response: ServerResponse, answering: () => Promise<void>): void {
    now += 1;
    most = Math.max(most, now);
    response.once('close', () => {
      now -= 1;
    });
    answering().catch(() => response.destroy()); // the caller left, or the simulator closes
  }

  const server = createServer(tls, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname;
    if (path.endsWith(`${API_PATH}${API_PATH}`)) {
      const { type, text } = writeAnswer({ result: 'error', message: 'An admin user is required' }, 'json');
      response.writeHead(200, { 'Content-Type': type }).end(text);
    } else if (path === API_PATH) {
      counted(response, () => answerApi(request, response));
    } else if (path.startsWith(STORE_PATH)) {
      counted(response, () => answerStorefront(url, response));
    } else {
      const [status, page] = path === '/' ? [200, storefrontPage(shop)] : [404, notFoundPage()];
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address() as AddressInfo; // a listening TCP server has one
  let closed: Promise<unknown> | undefined;
  return {
    url: `${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${bound.port}/`,
    shop,
    settings,
    faults,
    requests,
    mostAtOnce: () => most,
    async close() {
      if (!closed) {
        ended.abort();
        closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
      }
      await closed;
    },
  };
}

/** Long, so that a slow machine does not send a request on a connection that the server just closed. */
const KEEP_ALIVE_MS = 600_000;

const PRELUDES: Readonly<Record<Settings['quirks']['prelude'], string>> = {
  none: '',
  bom: '\uFEFF',
  warning:
    '<br />\n<b>Warning</b>:  Undefined array key "tax" in ' +
    '<b>/home/shop/includes/hooks/tax.php</b> on line <b>12</b><br />\n',
};

const createServer = (
  tls: SimulatorOptions['tls'],
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Server => (tls ? createHttps(tls, handler) : createHttp(handler));
