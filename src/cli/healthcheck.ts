import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { errorCode } from '../error-code.js';
import { HTTPS_ONLY } from '../web/handshakes.js';
import { parseListenAddress, renderUrl } from '../web/listen-address.js';
import { ROUTES } from '../web/routes.js';
import type { Io } from './io.js';

const TIMEOUT_MS = 3_000;
const LONGEST_ANSWER = 200;
/** Maps the wildcard addresses to the loopback address of their family. */
const EVERY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
/** How a server with TLS ends a connection in plain HTTP. */
const SPEAKS_TLS = new Set(['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT']);

export type HealthAddress = {
  /** The address that the exporter is configured to listen on. */
  readonly address: string;
  /** The flag that it comes from. */
  readonly flag: string;
};

type Answer = { readonly status: number | undefined; readonly body: string };
type Asked = { readonly host: string; readonly port: number };

/**
 * Checks whether the exporter on this machine is healthy, over TLS if it serves nothing else. Container
 * images without curl use it.
 *
 * @returns whether it is healthy; if not, the reason is printed as an error.
 */
export async function healthcheck({ address, flag }: HealthAddress, io: Io): Promise<boolean> {
  const { host = '127.0.0.1', port } = parseListenAddress(address, flag);
  const asked = { host: EVERY[host] ?? host, port };
  const url = (scheme: 'http' | 'https') => renderUrl(scheme, asked, port).slice(0, -1) + ROUTES.healthy.path;
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const answer = await askInEitherScheme(asked, signal);
    if (answer.status === 200) return true;
    io.err(`${url('http')} ${describeAnswer(answer)}\n`);
  } catch (error) {
    io.err(`${url('http')} ${describeError(error, flag)}\n`);
  }
  return false;
}

/** Asks over TLS if the exporter serves nothing else. */
async function askInEitherScheme(asked: Asked, signal: AbortSignal): Promise<Answer> {
  try {
    const plain = await ask('http', asked, signal);
    if (plain.body !== HTTPS_ONLY) return plain;
  } catch (error) {
    if (!SPEAKS_TLS.has(errorCode(error) ?? '')) throw error;
    return ask('https', asked, signal).catch(() => Promise.reject(error));
  }
  return ask('https', asked, signal);
}

/**
 * Sends the request with Node's own clients, because `fetch` refuses some valid ports, such as 6000. The
 * certificate is not checked: it is not for an address of the loopback.
 */
function ask(scheme: 'http' | 'https', { host, port }: Asked, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host, port, path: ROUTES.healthy.path, signal, agent: false };
    const answered = (answer: Parameters<NonNullable<Parameters<typeof getPlain>[2]>>[0]) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    };
    const request =
      scheme === 'http'
        ? getPlain(options, answered)
        : getSecure({ ...options, rejectUnauthorized: false }, answered);
    request.on('error', reject);
  });
}

const ELSEWHERE = 'set --web.health-listen-address or WEB_HEALTH_LISTEN_ADDRESS, for it and for this check';

function describeAnswer({ status, body }: Answer): string {
  if (status === 401 || status === 429) return `needs a login, which this check has not; ${ELSEWHERE}`;
  if (status === 404) return `is not there, perhaps because of --web.route-prefix; ${ELSEWHERE}`;
  const said = body.trim().replace(/\s+/g, ' ').slice(0, LONGEST_ANSWER);
  return `says that the exporter is not healthy: status ${status}${said === '' ? '' : `: ${said}`}`;
}

function describeError(error: unknown, flag: string): string {
  const code = errorCode(error);
  if (code === undefined) throw error; // a bug in this program
  if (code === 'ABORT_ERR') return `does not answer within ${TIMEOUT_MS / 1000} s`;
  const advice = `if the exporter listens elsewhere, set ${flag} to that address`;
  const isRefused = SPEAKS_TLS.has(code) || code.startsWith('ERR_SSL');
  const certificates = isRefused ? `if it needs client certificates, ${ELSEWHERE}; ` : '';
  return `does not answer (${code}); ${certificates}${advice}`;
}
