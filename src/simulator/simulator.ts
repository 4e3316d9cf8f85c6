import { once } from 'node:events';
import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeAnswer } from './answer.js';
import { answerCall, KNOWN_ACTIONS } from './api.js';
import { type Faults, inflict, nextFault, nextLatency } from './faults.js';
import { readForm } from './form.js';
import { remember, type SimulatedRequest } from './request-log.js';
import { DEMO_CREDENTIALS, type Settings, USUAL_QUIRKS } from './settings.js';
import type { Shop } from './shop.js';
import { notFoundPage, storefrontPage } from './storefront.js';

export type SimulatorOptions = Partial<Omit<Settings, 'quirks'>> & {
  readonly shop: Shop;
  readonly quirks?: Partial<Settings['quirks']>;
  /** PEM texts; with them it speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
};

/** A running simulated WHMCS. Its shop, settings and faults may be changed at any time. */
export type Simulator = {
  /** The root, such as `http://127.0.0.1:43210/`. */
  readonly url: string;
  readonly shop: Shop;
  readonly settings: Settings;
  readonly faults: Faults;
  /** The last thousand. */
  readonly requests: readonly SimulatedRequest[];
  /** The most API requests that were under way at once. */
  readonly mostAtOnce: () => number;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
};

const API_PATH = '/includes/api.php';

/** Starts a simulated WHMCS on a shop. It answers as WHMCS's public documents and public clients say a real one does. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { shop, quirks, tls, host = '127.0.0.1', port = 0 } = options;
  const settings: Settings = {
    profile: options.profile ?? '8.12',
    credentials: options.credentials ?? DEMO_CREDENTIALS,
    allowedIps: options.allowedIps,
    roles: options.roles ?? KNOWN_ACTIONS,
    quirks: { ...USUAL_QUIRKS, ...quirks },
  };
  const faults: Faults = { latencyMs: 0, latencyTimes: undefined, fault: undefined, times: undefined };
  const requests: SimulatedRequest[] = [];
  const ended = new AbortController();
  let now = 0;
  let most = 0;

  async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const params = await readForm(request);
    remember(requests, params, request.headers['content-type'] ?? '');
    const latencyMs = nextLatency(faults);
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: ended.signal });
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const { status, body } = answerCall(shop, settings, { params, address });
    const { type, text } = writeAnswer(body, params.get('responsetype') ?? '');
    const bytes = Buffer.from(PRELUDES[settings.quirks.prelude] + text);
    const fault = nextFault(faults);
    if (fault) inflict(fault, response, bytes);
    else response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes);
  }

  const server = createServer(tls, (request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    if (path.endsWith(`${API_PATH}${API_PATH}`)) {
      const { type, text } = writeAnswer({ result: 'error', message: 'An admin user is required' }, 'json');
      response.writeHead(200, { 'Content-Type': type }).end(text);
    } else if (path !== API_PATH) {
      const [status, page] = path === '/' ? [200, storefrontPage(shop)] : [404, notFoundPage()];
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    } else {
      now += 1;
      most = Math.max(most, now);
      response.once('close', () => {
        now -= 1;
      });
      answerApi(request, response).catch(() => response.destroy()); // the caller left, or the simulator ends
    }
  });
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

const PRELUDES: Readonly<Record<Settings['quirks']['prelude'], string>> = {
  none: '',
  bom: '\uFEFF',
  warning:
    '<br />\n<b>Warning</b>:  Undefined array key "tax" in <b>/home/shop/includes/hooks/tax.php</b> on line <b>12</b><br />\n',
};

const createServer = (
  tls: SimulatorOptions['tls'],
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Server => (tls ? createHttps(tls, handler) : createHttp(handler));
