import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { errorCode } from '../error-code.js';
import { parseListenAddress } from '../web/listen-address.js';
import type { Io } from './io.js';

const TIMEOUT_MS = 3_000;
const LONGEST_ANSWER = 200;
/** Addresses that stand for every interface, and where to ask a server that listens on them. */
const EVERY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * Asks an exporter on this machine whether it is alive, for container images that have nothing else to ask with.
 *
 * @param listenAddress the address that the exporter was told to listen on.
 * @returns whether it is alive; if not, the reason is printed as an error.
 */
export async function healthcheck(listenAddress: string, io: Io): Promise<boolean> {
  const { host = '127.0.0.1', port } = parseListenAddress(listenAddress);
  const asked = EVERY[host] ?? host;
  const url = `http://${asked.includes(':') ? `[${asked}]` : asked}:${port}/-/healthy`;
  try {
    const { status, body } = await ask(url, io.signal);
    if (status === 200) return true;
    const said = body.trim().replace(/\s+/g, ' ').slice(0, LONGEST_ANSWER);
    io.err(`the exporter is not healthy: ${url} answers ${status}${said === '' ? '' : `: ${said}`}\n`);
  } catch (error) {
    io.err(`${url} ${describe(error)}\n`);
  }
  return false;
}

/** Node's own client and not `fetch`, which refuses ports such as 6000 that a server may well listen on. */
function ask(
  url: string,
  ended: AbortSignal,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]);
    const request = get(url, { signal, agent: false }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    });
    request.on('error', reject);
  });
}

function describe(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) throw error; // a bug of ours
  if (code === 'ABORT_ERR') return `does not answer within ${TIMEOUT_MS / 1000} s`;
  const advice =
    'if the exporter listens elsewhere, set WEB_LISTEN_ADDRESS or --web.listen-address to that address';
  return `does not answer (${code}); ${advice}`;
}
